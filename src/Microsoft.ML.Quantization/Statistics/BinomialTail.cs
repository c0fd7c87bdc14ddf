using MathNet.Numerics;

namespace Microsoft.ML.Quantization.Statistics;

/// <summary>The lower tail of the binomial distribution.</summary>
internal static class BinomialTail
{
    /// <summary>The probability of at most <paramref name="hits"/> in <paramref name="rows"/>, each hit with probability <paramref name="share"/>.</summary>
    public static double AtMost(long hits, long rows, double share) =>
        hits >= rows ? 1 : SpecialFunctions.BetaRegularized(rows - hits, hits + 1, 1 - share);
}
