namespace Microsoft.ML.Quantization.Timing;

/// <summary>What a short timing came to.</summary>
/// <param name="Ratio">The median ratio of the second model's time to that of the first.</param>
/// <param name="Interval">Its interval.</param>
/// <param name="Rounds">The rounds behind it.</param>
/// <param name="IsSlower">Whether the second model is slower beyond doubt.</param>
internal sealed record ShortTimes(double Ratio, ConfidenceInterval Interval, int Rounds, bool IsSlower);
