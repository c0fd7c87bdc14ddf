using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>
/// Makes ONNX Runtime values of managed arrays: copies in its own memory, which begins at a cache line. Some kernels add in another order where it does not, so that equal rows would differ
/// in the last bit by where the collector put them.
/// </summary>
internal static class OrtValues
{
    public static OrtValue Of(TensorValue value) => value.Values switch
    {
        float[] values => Of(values, value.Shape, TensorElementType.Float),
        double[] values => Of(values, value.Shape, TensorElementType.Double),
        long[] values => Of(values, value.Shape, TensorElementType.Int64),
        int[] values => Of(values, value.Shape, TensorElementType.Int32),
        byte[] values => Of(values, value.Shape, TensorElementType.UInt8),
        sbyte[] values => Of(values, value.Shape, TensorElementType.Int8),
        short[] values => Of(values, value.Shape, TensorElementType.Int16),
        ushort[] values => Of(values, value.Shape, TensorElementType.UInt16),
        uint[] values => Of(values, value.Shape, TensorElementType.UInt32),
        ulong[] values => Of(values, value.Shape, TensorElementType.UInt64),
        bool[] values => Of(values, value.Shape, TensorElementType.Bool),
        string[] values => OfText(values, value.Shape),
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

    private static OrtValue Of<T>(T[] values, long[] shape, TensorElementType type)
        where T : unmanaged
    {
        var tensor = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, type, shape);
        values.CopyTo(tensor.GetTensorMutableDataAsSpan<T>());
        return tensor;
    }
}
