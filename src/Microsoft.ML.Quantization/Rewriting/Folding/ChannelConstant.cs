using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting.Folding;

/// <summary>Reads constants that have one value for each channel of a tensor, or one for all.</summary>
internal static class ChannelConstant
{
    /// <param name="constant">The constant.</param>
    /// <param name="rank">How many dimensions the tensor has that it is combined with.</param>
    /// <param name="axis">Which of them is that of the channels, counted from the last, which is 0.</param>
    /// <param name="channels">How many channels there are.</param>
    /// <returns>A value for each channel; <see langword="null"/> where the constant is no such thing.</returns>
    public static float[]? Read(TensorProto constant, int rank, int axis, int channels)
    {
        if (constant.DataType != (int)TensorProto.Types.DataType.Float || OnnxModel.IsOutside(constant) || constant.Dims.Count > rank)
        {
            return null;
        }

        for (int i = 0; i < constant.Dims.Count; i++)
        {
            if (constant.Dims[i] != 1 && !(constant.Dims.Count - 1 - i == axis && constant.Dims[i] == channels))
            {
                return null;
            }
        }

        float[] values = TensorData.Floats(constant);
        return values.Length == channels ? values : [.. Enumerable.Repeat(values[0], channels)];
    }
}
