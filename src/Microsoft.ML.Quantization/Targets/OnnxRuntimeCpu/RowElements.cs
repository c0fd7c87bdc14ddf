using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

/// <summary>How many values a tensor has.</summary>
internal static class RowElements
{
    /// <summary>The elements of a tensor for one row: a free first dimension counts as 1. <see langword="null"/> where they are not known.</summary>
    public static double? Count(TensorShapes shapes, string tensor)
    {
        if (shapes.Find(tensor) is not { Dimensions.Count: > 0 } shape || shape.Dimensions.Skip(1).Any(size => size < 0))
        {
            return null;
        }

        return shape.Dimensions.Aggregate(1.0, (product, size) => product * Math.Abs(size));
    }
}
