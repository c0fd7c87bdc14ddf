namespace Microsoft.ML.Quantization.Comparison;

/// <summary>
/// Orders methods without making much of nothing: a difference inside an interval is none. Intervals are those of the loss
/// and of the time against FP32, so wide that all comparisons hold together (<see cref="FamilyLevel"/>).
/// </summary>
internal static class MethodOrder
{
    /// <summary>Times that differ by less are alike however quiet the machine is: another run would order them otherwise.</summary>
    private const double LeastRatio = 1.03;

    /// <summary>The one with the smallest loss, of equal ones that with the largest SQNR.</summary>
    public static ComparedMethod MostAccurate(IEnumerable<ComparedMethod> methods) => methods.OrderBy(Loss).ThenByDescending(Sqnr).First();

    public static ComparedMethod Fastest(IEnumerable<ComparedMethod> methods) => methods.MinBy(method => method.LatencyRatio)!;

    /// <summary>
    /// Whether the losses are not told apart: 0 is in the interval of their difference, which is made from the two (G. Y. Zou and A. Donner,
    /// Statistics in Medicine 27, 2008). The rows are the same for both, which makes the true interval rather narrower.
    /// </summary>
    public static bool AreAsAccurate(ComparedMethod first, ComparedMethod second)
    {
        var (worse, better) = first.Loss > second.Loss ? (first, second) : (second, first);
        double down = worse.Loss - worse.DecidingLossInterval.Low;
        double up = better.DecidingLossInterval.High - better.Loss;
        return !(worse.Loss - better.Loss > Math.Sqrt((down * down) + (up * up)));
    }

    /// <summary>Whether the times are not told apart.</summary>
    public static bool AreAsFast(ComparedMethod first, ComparedMethod second)
    {
        var (a, b) = (first.DecidingRatioInterval, second.DecidingRatioInterval);
        double ratio = first.LatencyRatio / second.LatencyRatio;
        return !(a.Low > b.High || b.Low > a.High) || ratio is > 1 / LeastRatio and < LeastRatio;
    }

    /// <summary>Whether the loss is told from none.</summary>
    public static bool LosesForCertain(ComparedMethod method) => method.DecidingLossInterval.Low > 0;

    /// <summary>Whether the gain is told from none.</summary>
    public static bool GainsForCertain(ComparedMethod method) => method.DecidingLossInterval.High < 0;

    /// <summary>Whether the method is told to be faster than FP32.</summary>
    public static bool IsFasterThanFloat(ComparedMethod method) => method.DecidingRatioInterval.High < 1 && method.LatencyRatio < 1 / LeastRatio;

    /// <summary>Whether the method is told to be slower than FP32.</summary>
    public static bool IsSlowerThanFloat(ComparedMethod method) => method.DecidingRatioInterval.Low > 1 && method.LatencyRatio > LeastRatio;

    /// <summary>By falling rank; not measured is last.</summary>
    public static double Sqnr(ComparedMethod method) => double.IsNaN(method.Sqnr) ? double.NegativeInfinity : method.Sqnr;

    private static double Loss(ComparedMethod method) => double.IsNaN(method.Loss) ? double.PositiveInfinity : method.Loss;
}
