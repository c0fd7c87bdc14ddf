using Google.Protobuf;
using Microsoft.ML.Quantization.Common;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Reads ONNX files, checks them, and brings external data in.</summary>
internal static class OnnxModelReader
{
    /// <summary>
    /// Reads a model. External data is brought into memory unless all weights together exceed
    /// <paramref name="inlineLimit"/> bytes; nodes that are out of order are put in order.
    /// </summary>
    /// <exception cref="FileNotFoundException">The model or its external data is missing.</exception>
    /// <exception cref="InvalidDataException">The file is not an ONNX model, is truncated, or contradicts itself.</exception>
    /// <exception cref="NotSupportedException">The model's format version is older than this library reads.</exception>
    public static OnnxModel Load(string path, long inlineLimit = OnnxModel.DefaultInlineLimit)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no ONNX model at '{path}'.", path);
        }

        ModelProto proto = Parse(path);
        try
        {
            ModelChecks.Verify(proto);
            return Attach(proto, path, inlineLimit);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException(e.Message.Contains(path, StringComparison.Ordinal) ? e.Message : $"Model '{path}': {ForeignText.Line(e.Message)}", e);
        }
        catch (NotSupportedException e)
        {
            throw new NotSupportedException($"Model '{path}': {ForeignText.Line(e.Message)}", e);
        }
    }

    private static ModelProto Parse(string path)
    {
        // A message has a length of 31 bits.
        using Stream stream = RegularFile.OpenRead(path, int.MaxValue);
        if (FileKinds.Recognize(stream) is { } kind)
        {
            throw new InvalidDataException($"'{path}' is {kind}, not an ONNX model.");
        }

        try
        {
            ModelProto model = ModelProto.Parser.ParseFrom(stream);
            return model.Graph != null ? model : throw new InvalidDataException(
                $"'{path}' is not an ONNX model, or is truncated: it has no graph. Export or download it again.");
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException($"'{path}' is not an ONNX model, or is truncated ({e.Message.TrimEnd('.')}). Export or download it again.", e);
        }
    }

    private static OnnxModel Attach(ModelProto proto, string path, long inlineLimit)
    {
        var folder = new ExternalDataFolder(path);
        bool inlineAll = ModelWalker.Tensors(proto).Sum(OnnxModel.TensorBytes) <= inlineLimit;
        var keep = new HashSet<TensorProto>(inlineAll ? [] : ModelWalker.Initializers(proto).Where(IsLarge), ReferenceEqualityComparer.Instance);
        foreach (TensorProto tensor in ModelWalker.Tensors(proto).Where(t => t.DataLocation == DataLocation.External))
        {
            if (keep.Contains(tensor))
            {
                folder.Open(tensor, ExternalDataReference.Read(tensor)).Dispose();
                continue;
            }

            tensor.RawData = UnsafeByteOperations.UnsafeWrap(folder.Read(tensor));
            tensor.ExternalData.Clear();
            tensor.ClearDataLocation();
        }

        bool someOutside = keep.Any(tensor => tensor.DataLocation == DataLocation.External);
        return new OnnxModel(proto, path, someOutside ? folder : null) { InlineLimit = inlineLimit };
    }

    private static bool IsLarge(TensorProto tensor) => OnnxModel.TensorBytes(tensor) >= OnnxModel.SmallestExternal;
}
