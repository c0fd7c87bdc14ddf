using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Makes ONNX Runtime values over managed arrays, without a copy.</summary>
internal static class OrtValues
{
    public static OrtValue Over(TensorValue value) => value.Values switch
    {
        float[] values => OrtValue.CreateTensorValueFromMemory(values, value.Shape),
        double[] values => OrtValue.CreateTensorValueFromMemory(values, value.Shape),
        long[] values => OrtValue.CreateTensorValueFromMemory(values, value.Shape),
        int[] values => OrtValue.CreateTensorValueFromMemory(values, value.Shape),
        byte[] values => OrtValue.CreateTensorValueFromMemory(values, value.Shape),
        sbyte[] values => OrtValue.CreateTensorValueFromMemory(values, value.Shape),
        short[] values => OrtValue.CreateTensorValueFromMemory(values, value.Shape),
        ushort[] values => OrtValue.CreateTensorValueFromMemory(values, value.Shape),
        uint[] values => OrtValue.CreateTensorValueFromMemory(values, value.Shape),
        ulong[] values => OrtValue.CreateTensorValueFromMemory(values, value.Shape),
        string[] values => OfText(values, value.Shape),
        bool[] values => OrtValue.CreateTensorValueFromMemory(values, value.Shape),
        _ => throw new NotSupportedException($"Model input '{value.Name}' is of type {value.Values.GetType().GetElementType()}, which is not supported."),
    };

    /// <summary>A value that holds copies of texts.</summary>
    public static OrtValue OfText(ReadOnlySpan<string> values, long[] shape)
    {
        var tensor = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, shape);
        for (int i = 0; i < values.Length; i++)
        {
            tensor.StringTensorSetElementAt(values[i].AsSpan(), i);
        }

        return tensor;
    }
}
