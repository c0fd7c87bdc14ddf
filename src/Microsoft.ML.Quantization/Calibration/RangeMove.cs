namespace Microsoft.ML.Quantization.Calibration;

/// <summary>What the ends of a range are multiplied with.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
internal readonly record struct RangeMove(double Low, double High)
{
    public static RangeMove None { get; } = new(1, 1);

    /// <summary>Whether it cuts off values that were kept.</summary>
    public bool Narrows => Low < 1 || High < 1;

    public RangeMove Then(RangeMove next) => new(Low * next.Low, High * next.High);

    /// <summary>
    /// The range of a tensor. It never leaves what was observed: a Clip may have been folded into its end. Of values on one side of zero the end that is nearer to
    /// it decides nothing, and gives way.
    /// </summary>
    public (float Low, float High) Of(CalibratedTensor tensor)
    {
        float low = tensor.Low < 0 ? (float)Math.Max(tensor.Low * Low, Math.Min(tensor.Low, tensor.Minimum)) : tensor.Low;
        float high = tensor.High > 0 ? (float)Math.Min(tensor.High * High, Math.Max(tensor.High, tensor.Maximum)) : tensor.High;
        return tensor.Low < 0 ? (low, Math.Max(low, high)) : (Math.Min(low, high), high);
    }
}
