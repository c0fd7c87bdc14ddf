using Microsoft.ML.Quantization.Comparison;
using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization.Tests.Comparison;

[TestClass]
public sealed class RecommendationTests
{
    private static readonly Metric Accuracy = new("MicroAccuracy", IsShare: true);

    [TestMethod]
    public void TheMostAccurate_IsTakenWhereItIsToldApart()
    {
        var taken = Of(MadeUpMethods.Of("fast", 0.03, ratio: 0.3, sqnr: 40), MadeUpMethods.Of("exact", 0.001, ratio: 0.6));
        Assert.AreEqual("exact", taken.Method.Name);
        ErrorAssert.Names(taken.Reason, "0.10 points worse", "not told from no change", "95 % interval -0.40 to 0.60 points lost", "It is the most accurate one", "60.0 % of FP32's time");
    }

    [TestMethod]
    public void ADifferenceInsideTheInterval_IsNone()
    {
        var taken = Of(MadeUpMethods.Of("exact", 0.001, ratio: 0.6), MadeUpMethods.Of("fast", 0.004, ratio: 0.3));
        Assert.AreEqual("fast", taken.Method.Name);
        ErrorAssert.Names(taken.Reason, "tell none of the others apart", "Of these it is the fastest");
    }

    [TestMethod]
    public void OfEqualOnes_TheOneClosestToFloatIsTaken()
    {
        var taken = Of(MadeUpMethods.Of("a", 0.001, sqnr: 30), MadeUpMethods.Of("b", 0.002, ratio: 0.505, sqnr: 35), MadeUpMethods.Of("c", 0, sqnr: 20), MadeUpMethods.Of("d", 0.1, sqnr: 90));
        Assert.AreEqual("b", taken.Method.Name);
        ErrorAssert.Names(taken.Reason, "do not tell it apart in accuracy from a, c.", "closest to FP32's (35.0 dB)");
    }

    [TestMethod]
    public void TrainingThatGainsNothing_IsNotWorthItsTime()
    {
        Assert.AreEqual("calibrated", Of(MadeUpMethods.Of("calibrated", 0.003), MadeUpMethods.Of("trained", 0, sqnr: 50, seconds: 600)).Method.Name);
        Assert.AreEqual("trained", Of(MadeUpMethods.Of("calibrated", 0.03), MadeUpMethods.Of("trained", 0, sqnr: 50, seconds: 600)).Method.Name);
    }

    [TestMethod]
    public void ACertainLoss_IsSaidAndAdvisedOn()
    {
        var taken = Of(MadeUpMethods.Of("only", 0.03));
        Assert.AreEqual("only", taken.Method.Name);
        ErrorAssert.Names(taken.Reason, "3.00 points worse than FP32's, and that is certain", "MaxAccuracyLoss");
    }

    [TestMethod]
    public void ALossThatOnlyItsOwnIntervalTells_IsNotCertain()
    {
        var wide = new ConfidenceInterval(-0.002, 0.018, 0.9976);
        ComparedMethod Of(string name) => new(name) { Loss = 0.008, LossInterval = new ConfidenceInterval(0.003, 0.013, 0.95), DecidingLossInterval = wide, Sqnr = 30 };
        string reason = RecommendationTests.Of(Of("a"), Of("b")).Reason;
        ErrorAssert.Names(reason, "not told from no change where so many methods are compared (95 % interval 0.30 to 1.30 points lost by itself)", "tell none of the others apart");
        Assert.IsFalse(reason.Contains("certain", StringComparison.Ordinal), reason);
    }

    [TestMethod]
    public void AGain_IsCalledOne() => ErrorAssert.Names(Of(MadeUpMethods.Of("only", -0.01)).Reason, "MicroAccuracy is 1.00 points better than FP32's (95 %");

    [TestMethod]
    public void WhereInt8IsNeitherFasterNorAsExact_FloatStays()
    {
        var taken = Of(MadeUpMethods.Of("slow", 0.02, ratio: 1.2));
        Assert.AreSame(MadeUpMethods.Float, taken.Method);
        ErrorAssert.Names(taken.Reason, "no speed", "slow", "120.0 %");
        ErrorAssert.Names(Of(MadeUpMethods.Of("slow", 0, ratio: 1.2)).Reason, "slower than FP32", "size alone");
    }

    [TestMethod]
    public void WhereAllFailed_FloatStays()
    {
        Assert.AreSame(MadeUpMethods.Float, Of(MadeUpMethods.Failed("a", "no memory")).Method);
        Assert.AreEqual("b", Of(MadeUpMethods.Failed("a", "no memory"), MadeUpMethods.Of("b", 0)).Method.Name);
    }

    [TestMethod]
    public void LossesThatWereNotMeasured_DoNotDecide()
    {
        var unknown = new ConfidenceInterval(double.NaN, double.NaN, 0.95);
        ComparedMethod Without(string name, double ratio) => new(name) { LatencyRatio = ratio, LatencyRatioInterval = new ConfidenceInterval(ratio, ratio, 0.95), LossInterval = unknown, Sqnr = 20 };
        var taken = Of(Without("slow", 0.9), Without("fast", 0.5));
        Assert.AreEqual("fast", taken.Method.Name);
        ErrorAssert.Names(taken.Reason, "No accuracy was measured");
    }

    private static Recommendation Of(params ComparedMethod[] methods) => Recommendation.Choose([MadeUpMethods.Float, .. methods], Accuracy);
}
