using Microsoft.ML.Quantization.Timing;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>As few rounds of timing as there can be, for tests that are not about times.</summary>
internal static class BriefTiming
{
    public static RoundLimits Limits { get; } = new(Wanted: 1, TimeSpan.Zero, TimeSpan.Zero);
}
