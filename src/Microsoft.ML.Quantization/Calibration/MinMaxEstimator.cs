namespace Microsoft.ML.Quantization.Calibration;

/// <summary>The exact extremes: nothing is clipped.</summary>
internal static class MinMaxEstimator
{
    public static RangeEstimate Estimate(TensorSketch sketch, string reason = "The smallest and the largest value observed.")
    {
        return new RangeEstimate(sketch.Minimum, sketch.Maximum, 0.0, reason);
    }
}
