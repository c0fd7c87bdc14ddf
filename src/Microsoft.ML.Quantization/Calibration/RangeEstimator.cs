namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Chooses the range of a tensor from its sketch. Every method needs no more than the sketch, so one pass serves them all.</summary>
internal static class RangeEstimator
{
    /// <param name="sketch">What was observed.</param>
    /// <param name="settings">How to choose.</param>
    /// <exception cref="InvalidOperationException">Not one finite value was observed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The method is unknown, or its parameter outside its range.</exception>
    public static RangeEstimate Estimate(TensorSketch sketch, CalibrationSettings settings)
    {
        if (sketch.FiniteCount == 0)
        {
            throw new InvalidOperationException("A range needs at least one finite value; none was observed. Calibrate with data that reaches the tensor.");
        }

        return CalibrationRules.Get(settings.Method).Estimate(sketch, settings);
    }
}
