using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Which outputs of a model hold numbers, and how to read them as floats.</summary>
internal static class NumericOutputs
{
    private static readonly Type[] Types = [typeof(float), typeof(double), typeof(long), typeof(int), typeof(short), typeof(byte), typeof(sbyte), typeof(bool)];

    public static string[] Names(InferenceSession session) =>
        [.. session.OutputMetadata.Where(output => output.Value.IsTensor && Types.Contains(output.Value.ElementType)).Select(output => output.Key)];

    public static OutputValue Read(string name, OrtValue value)
    {
        var info = value.GetTensorTypeAndShape();
        float[] values = info.ElementDataType switch
        {
            TensorElementType.Float => value.GetTensorDataAsSpan<float>().ToArray(),
            TensorElementType.Double => Convert(value.GetTensorDataAsSpan<double>(), number => (float)number),
            TensorElementType.Int64 => Convert(value.GetTensorDataAsSpan<long>(), number => (float)number),
            TensorElementType.Int32 => Convert(value.GetTensorDataAsSpan<int>(), number => (float)number),
            TensorElementType.Int16 => Convert(value.GetTensorDataAsSpan<short>(), number => (float)number),
            TensorElementType.UInt8 => Convert(value.GetTensorDataAsSpan<byte>(), number => (float)number),
            TensorElementType.Int8 => Convert(value.GetTensorDataAsSpan<sbyte>(), number => (float)number),
            _ => Convert(value.GetTensorDataAsSpan<bool>(), number => number ? 1f : 0f),
        };
        return new OutputValue(name, values, info.Shape, info.ElementDataType == TensorElementType.Float);
    }

    private static float[] Convert<T>(ReadOnlySpan<T> values, Func<T, float> convert)
    {
        var converted = new float[values.Length];
        for (int i = 0; i < converted.Length; i++)
        {
            converted[i] = convert(values[i]);
        }

        return converted;
    }
}
