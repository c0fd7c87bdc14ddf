using Microsoft.ML.Quantization.Comparison;
using Microsoft.ML.Quantization.Statistics;
using Microsoft.ML.Quantization.Tests.Statistics;

namespace Microsoft.ML.Quantization.Tests.Comparison;

/// <summary>How often something is told apart that is not different.</summary>
[TestClass]
public sealed class FamilyLevelTests
{
    /// <summary>One in twenty, and three standard deviations of what 1,000 draws make of it.</summary>
    private const double Most = 0.05 + 0.021;

    [TestMethod]
    [DataRow(2, 0.95, 3)]
    [DataRow(6, 0.95, 21)]
    [DataRow(6, 0.99, 21)]
    public void LevelOfEach_SharesTheErrorAmongAllPairs(int methods, double level, int pairs) =>
        Assert.AreEqual(1 - level, (1 - new FamilyLevel(level, methods).OfEach) * pairs, 1e-12);

    [TestMethod]
    public void OfOneMethod_TheIntervalThatIsShownDecides() => Assert.AreEqual(0.95, new FamilyLevel(0.95, 1).OfEach, 1e-12);

    [TestMethod]
    [DataRow(1, 1000, 0.05)]
    [DataRow(2, 1000, 0.05)]
    [DataRow(6, 200, 0.10)]
    [DataRow(6, 1000, 0.02)]
    [DataRow(6, 5000, 0.05)]
    [DataRow(12, 1000, 0.05)]
    public void OfMethodsThatAreEqual_NoneIsToldApartInMoreThanOneOfTwenty(int methods, int rows, double discordance)
    {
        double claims = Simulation.Share(random => IsAnyToldApart(Draw(random, methods, rows, discordance, new FamilyLevel(0.95, methods))));
        Assert.IsTrue(claims <= Most, $"{claims:P1}");
    }

    /// <summary>The rows on which methods differ from FP32 are mostly the same ones, as they are near a border between classes.</summary>
    [TestMethod]
    public void OfMethodsThatDifferOnTheSameRows_NoneIsToldApartInMoreThanOneOfTwenty()
    {
        var family = new FamilyLevel(0.95, 6);
        double claims = Simulation.Share(random =>
        {
            var shared = Simulation.Counts(random, 1000, 0.02, 0.02);
            return IsAnyToldApart([.. Enumerable.Range(0, 6).Select(_ => Method(shared + (Simulation.Counts(random, 1000, 0.005, 0.005) with { Rows = 0 }), family))]);
        });
        Assert.IsTrue(claims <= Most, $"{claims:P1}");
    }

    /// <summary>What the correction is for.</summary>
    [TestMethod]
    public void WithoutIt_SixEqualMethodsAreToldApartFarMoreOften()
    {
        double claims = Simulation.Share(random => IsAnyToldApart(Draw(random, 6, 1000, 0.05, new FamilyLevel(0.95, 1))));
        Assert.IsGreaterThan(0.15, claims);
    }

    [TestMethod]
    public void WhatDiffersALot_IsStillToldApart()
    {
        var family = new FamilyLevel(0.95, 6);
        var bad = Method(new PairedCounts(2000, 100, 20), family);
        var good = Method(new PairedCounts(2000, 20, 20), family);
        Assert.IsTrue(MethodOrder.LosesForCertain(bad) && !MethodOrder.AreAsAccurate(bad, good) && !MethodOrder.LosesForCertain(good));
    }

    [TestMethod]
    public void OfMetricsThatAreNoAccuracy_TheIntervalIsWidened()
    {
        var metric = new MetricComparison("RootMeanSquaredError") { Loss = 1, Interval = new ConfidenceInterval(0, 3, 0.95) };
        var interval = new FamilyLevel(0.95, 6).IntervalOf(new QuantizationEvaluation { Metrics = [metric] });
        // 3.038 and 1.960 are the normal quantiles of 99.76 % and 95 %.
        Assert.AreEqual(1 - (3.038 / 1.960), interval.Low, 0.002);
        Assert.AreEqual(1 + (2 * 3.038 / 1.960), interval.High, 0.002);
    }

    [TestMethod]
    public void WithoutLabels_TheShareOfRowsThatDifferHasTheWiderInterval()
    {
        var family = new FamilyLevel(0.95, 6);
        var interval = family.IntervalOf(new QuantizationEvaluation { Agreement = 0.98, Rows = 1000 });
        var expected = ClopperPearson.Interval(20, 1000, family.OfEach);
        Assert.AreEqual((expected.Low, expected.High), (interval.Low, interval.High));
    }

    private static ComparedMethod[] Draw(Random random, int methods, int rows, double discordance, FamilyLevel family) =>
        [.. Enumerable.Range(0, methods).Select(_ => Method(Simulation.Counts(random, rows, discordance / 2, discordance / 2), family))];

    private static ComparedMethod Method(PairedCounts counts, FamilyLevel family)
    {
        var metric = new MetricComparison("MicroAccuracy") { IsAccuracy = true, Counts = counts, Loss = counts.Loss, Interval = PairedAccuracy.Interval(counts, 0.95) };
        return new ComparedMethod("a") { Loss = metric.Loss, LossInterval = metric.Interval, DecidingLossInterval = family.IntervalOf(new QuantizationEvaluation { Metrics = [metric] }) };
    }

    private static bool IsAnyToldApart(ComparedMethod[] methods) =>
        methods.Any(method => MethodOrder.LosesForCertain(method) || MethodOrder.GainsForCertain(method))
        || methods.Any(first => methods.Any(second => !MethodOrder.AreAsAccurate(first, second)));
}
