using Microsoft.ML.Quantization.Budget;
using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Tests.Budget;

[TestClass]
public sealed class SequentialRatioTests
{
    private const double Budget = 0.6;

    [TestMethod]
    [DataRow(0.25, 12)]
    [DataRow(2.0, 5)]
    public void FarFromTheBudget_OneLookIsEnough(double ratio, int rounds)
    {
        int taken = 0;
        var random = new Random(1);
        var estimate = new SequentialRatio(Budget).Measure(() => Round(random, ratio, ref taken), _ => false);
        Assert.AreEqual(rounds, taken);
        Assert.AreEqual(ratio < Budget ? Standing.Proven : Standing.Missed, estimate.StandingTo(Budget));
    }

    [TestMethod]
    public void NearTheBudget_RoundsGoOnUntilItIsClear()
    {
        int taken = 0;
        var random = new Random(2);
        var estimate = new SequentialRatio(Budget).Measure(() => Round(random, 0.98 * Budget, ref taken), _ => false);
        Assert.AreEqual(Standing.Proven, estimate.StandingTo(Budget));
        Assert.IsGreaterThan(24, taken);
        Assert.IsTrue(estimate.Interval.Contains(0.98 * Budget) && estimate.Interval.High - estimate.Interval.Low < 0.04, $"{estimate.Interval}");
    }

    [TestMethod]
    public void AtTheBudget_TimeEndsIt()
    {
        int taken = 0;
        var random = new Random(3);
        var estimate = new SequentialRatio(Budget).Measure(() => Round(random, Budget, ref taken), rounds => rounds >= 100);
        Assert.AreEqual(192, taken);
        Assert.AreNotEqual(Standing.Proven, estimate.StandingTo(Budget));
    }

    [TestMethod]
    public void WithoutABudget_OneLookEndsWithTheTime()
    {
        int taken = 0;
        var estimate = new SequentialRatio(null).Measure(() => ++taken, rounds => rounds >= 101);
        Assert.AreEqual((101, 51.0), (taken, estimate.Ratio));
        Assert.AreEqual(Standing.Proven, estimate.StandingTo(null));
    }

    [TestMethod]
    public void TooFewRounds_ProveNothing() =>
        Assert.AreEqual(Standing.Within, LatencyEstimate.Create(Enumerable.Repeat(0.5, 4), 0.99).StandingTo(Budget));

    /// <summary>Ten models that are just too slow, each looked at up to eight times, and turned down early or not: in 95 of 100 searches none of them is called proven.</summary>
    [TestMethod]
    public void OfModelsThatAreTooSlow_NoneIsProvenInMoreThanOneSearchOfTwenty()
    {
        const int Searches = 400;
        var random = new Random(4);
        int wrong = 0;
        for (int search = 0; search < Searches; search++)
        {
            int taken = 0;
            var ratio = new SequentialRatio(Budget);
            wrong += Enumerable.Range(0, 10).Any(_ => ratio.Measure(() => Round(random, Budget, ref taken), rounds => rounds >= 1500).Bound <= Budget) ? 1 : 0;
        }

        // Three standard deviations of a count whose mean is one in twenty.
        Assert.IsLessThanOrEqualTo((0.05 * Searches) + (3 * Math.Sqrt(0.05 * 0.95 * Searches)), wrong);
    }

    /// <summary>A round whose median ratio is as given, and which is twice as long now and then.</summary>
    private static double Round(Random random, double ratio, ref int taken)
    {
        taken++;
        double noise = Math.Exp(0.1 * (random.NextDouble() - random.NextDouble()));
        return ratio * (random.Next(20) == 0 ? (random.Next(2) == 0 ? 2 : 0.5) : noise);
    }
}
