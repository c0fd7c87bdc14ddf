namespace Microsoft.ML.Quantization.Tests.Comparison;

/// <summary>Methods with numbers that nobody measured.</summary>
internal static class MadeUpMethods
{
    public static ComparedMethod Float { get; } = new("FP32")
    {
        Accuracy = 0.9,
        Loss = 0,
        LossInterval = new ConfidenceInterval(0, 0, 0.95),
        Sqnr = double.PositiveInfinity,
        Latency = TimeSpan.FromMilliseconds(10),
        LatencyRatio = 1,
        LatencyRatioInterval = new ConfidenceInterval(1, 1, 0.95),
        Bytes = 4_000_000,
    };

    /// <param name="name">The name.</param>
    /// <param name="loss">Its loss, a share, with an interval of half a point to either side.</param>
    /// <param name="ratio">Its time over FP32's, known to one part in a hundred.</param>
    /// <param name="sqnr">Its SQNR in decibels.</param>
    /// <param name="seconds">The time to make it.</param>
    /// <param name="bytes">Its size.</param>
    public static ComparedMethod Of(string name, double loss, double ratio = 0.5, double sqnr = 30, double seconds = 1, long bytes = 1_000_000) => new(name)
    {
        Effort = "one calibration pass",
        Accuracy = 0.9 - loss,
        Loss = loss,
        LossInterval = new ConfidenceInterval(loss - 0.005, loss + 0.005, 0.95),
        Agreement = 0.98,
        Sqnr = sqnr,
        MakingTime = TimeSpan.FromSeconds(seconds),
        Latency = TimeSpan.FromMilliseconds(10 * ratio),
        LatencyRatio = ratio,
        LatencyRatioInterval = new ConfidenceInterval(0.99 * ratio, 1.01 * ratio, 0.95),
        Bytes = bytes,
    };

    public static ComparedMethod Failed(string name, string error) => new(name) { Error = error, Effort = "ten epochs of training" };
}
