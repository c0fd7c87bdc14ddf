using System.Text.Json;
using Microsoft.ML.Quantization.Common;
using static Microsoft.ML.Quantization.Calibration.CalibrationTableFormat;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>The units of channels in a calibration table's JSON.</summary>
internal static class EqualizationFields
{
    public static void Write(IReadOnlyList<EqualizedTensor> tensors, Utf8JsonWriter json)
    {
        if (tensors.Count == 0)
        {
            return;
        }

        json.WriteStartArray(EqualizationField);
        foreach (var tensor in tensors)
        {
            json.WriteStartObject();
            json.WriteString(NameField, tensor.Name);
            Write(FactorsField, tensor.Factors, json);
            Write(ShiftsField, tensor.Shifts, json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <exception cref="FormatException">A factor is not above zero, or a tensor has neither factors nor shifts.</exception>
    public static EqualizedTensor Read(JsonFields tensor)
    {
        string name = tensor.Text(NameField);
        var (factors, shifts) = (tensor.OptionalSingles(FactorsField), tensor.OptionalSingles(ShiftsField));
        return (factors ?? shifts) != null && factors?.All(factor => factor > 0) != false && (factors == null || shifts == null || factors.Length == shifts.Length)
            ? new EqualizedTensor(name, factors, shifts)
            : throw new FormatException($"the channels of tensor '{ForeignText.Line(name)}' have a factor that is not above zero, or lists of different length, or none");
    }

    private static void Write(string name, float[]? values, Utf8JsonWriter json)
    {
        if (values != null)
        {
            json.WriteStartArray(name);
            Array.ForEach(values, json.WriteNumberValue);
            json.WriteEndArray();
        }
    }
}
