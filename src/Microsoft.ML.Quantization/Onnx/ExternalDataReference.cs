using System.Globalization;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>
/// Where the values of a tensor kept outside the model file are: a path relative to the model's folder and a range of bytes.
/// </summary>
internal readonly record struct ExternalDataReference(string Location, long Offset, long Length)
{
    /// <summary>Reads the reference a tensor carries; a missing offset is 0, a missing length what the dimensions need.</summary>
    /// <exception cref="InvalidDataException">An entry is missing, malformed or disagrees with the tensor's dimensions.</exception>
    public static ExternalDataReference Read(TensorProto tensor)
    {
        string location = LocationOf(tensor) ?? "";
        if (location.Length == 0)
        {
            throw new InvalidDataException($"Tensor '{tensor.Name}' is kept outside the model but names no file ('location').");
        }

        if (location.Length > ForeignText.LongestName)
        {
            throw new InvalidDataException($"Tensor '{ForeignText.InMessage(tensor.Name)}' is kept in a file of a name of {location.Length:N0} characters, '{ForeignText.InMessage(location)}'.");
        }

        long needed = ElementTypes.ByteLength(tensor.DataType, TensorChecks.ElementCount(tensor)) ?? throw new InvalidDataException(
            $"Tensor '{tensor.Name}' of type {ElementTypes.Name(tensor.DataType)} cannot be kept outside the model.");
        long length = Number(tensor, "length") ?? needed;
        if (length != needed)
        {
            throw new InvalidDataException(
                $"Tensor '{tensor.Name}' of type {ElementTypes.Name(tensor.DataType)} and dimensions {tensor.Dims} needs {needed} bytes "
                + $"but its reference to '{location}' says {length}. Export the model again.");
        }

        return new ExternalDataReference(location, Number(tensor, "offset") ?? 0, length);
    }

    /// <summary>The file that a tensor names; <see langword="null"/> where it names none.</summary>
    public static string? LocationOf(TensorProto tensor) => Entry(tensor, "location");

    /// <summary>Makes <paramref name="tensor"/> refer to this range instead of holding values itself.</summary>
    public void WriteTo(TensorProto tensor)
    {
        tensor.ClearRawData();
        tensor.ExternalData.Clear();
        tensor.DataLocation = TensorProto.Types.DataLocation.External;
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = Location });
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = Offset.ToString(CultureInfo.InvariantCulture) });
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = Length.ToString(CultureInfo.InvariantCulture) });
    }

    private static string? Entry(TensorProto tensor, string key) => tensor.ExternalData.LastOrDefault(entry => entry.Key == key)?.Value;

    private static long? Number(TensorProto tensor, string key)
    {
        string? text = Entry(tensor, key);
        if (text == null)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : throw new InvalidDataException(
            $"Tensor '{tensor.Name}' has '{text}' for the {key} of its external data; a number of bytes was expected.");
    }
}
