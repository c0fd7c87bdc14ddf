namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Chooses the range of a tensor from its sketch. Every method needs no more than the sketch, so one pass serves them all.</summary>
internal static class RangeEstimator
{
    /// <param name="sketch">What was observed.</param>
    /// <param name="method">How to choose.</param>
    /// <param name="percentile">For <see cref="CalibrationMethod.Percentile"/>, the percentage of values to keep, above 50 and up to 100.</param>
    /// <exception cref="InvalidOperationException">Not one finite value was observed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The method is unknown, or the percentile outside its range.</exception>
    public static RangeEstimate Estimate(TensorSketch sketch, CalibrationMethod method, double percentile)
    {
        if (sketch.FiniteCount == 0)
        {
            throw new InvalidOperationException("A range needs at least one finite value; none was observed. Calibrate with data that reaches the tensor.");
        }

        return method switch
        {
            CalibrationMethod.MinMax => MinMaxEstimator.Estimate(sketch),
            CalibrationMethod.Entropy => EntropyEstimator.Estimate(sketch),
            CalibrationMethod.Percentile => PercentileEstimator.Estimate(sketch, percentile),
            CalibrationMethod.MeanSquaredError => MeanSquaredErrorEstimator.Estimate(sketch),
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Unknown calibration method."),
        };
    }
}
