using System.Text.Json;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// Writes the JSON from which ONNX Runtime's Python tool restores its calibration result: objects marked with the name of their
/// Python class, and the ends of a range as NumPy scalars of type float32.
/// </summary>
internal static class OnnxRuntimeCacheWriter
{
    private const string Class = "CLS";

    public static void Write(CalibrationTable table, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString(Class, "TensorsData");
        json.WriteStartObject("data");
        foreach (CalibratedTensor tensor in table.Tensors)
        {
            json.WriteStartObject(tensor.Name);
            Write("lowest", tensor.ModelRange.Low, json);
            Write("highest", tensor.ModelRange.High, json);
            json.WriteString(Class, "TensorData");
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("calibration_method");
        json.WriteString(Class, "CalibrationMethod");
        json.WriteString("value", $"CalibrationMethod.{Method(table)}");
        json.WriteEndObject();
        json.WriteBoolean("smooth_quant", false);
        json.WriteEndObject();
    }

    private static void Write(string name, float value, Utf8JsonWriter json)
    {
        json.WriteStartObject(name);
        json.WriteNumber("data", value);
        json.WriteString("dtype", "float32");
        json.WriteString(Class, "numpy.array");
        json.WriteEndObject();
    }

    /// <summary>One name for the whole cache: of several methods, the one with which ranges are taken for what they are.</summary>
    private static string Method(CalibrationTable table)
    {
        string[] names = [.. table.Tensors.Select(tensor => CalibrationRules.Get(tensor.Method).OnnxRuntimeName).Distinct()];
        return names is [var name] ? name : CalibrationRules.Get(CalibrationMethod.MinMax).OnnxRuntimeName;
    }
}
