using Microsoft.ML.Quantization.Budget;
using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Tests.Budget;

[TestClass]
public sealed class LossEstimateTests
{
    [TestMethod]
    public void LookLevel_AllLooksTogetherErrInFivePercent()
    {
        double sum = Enumerable.Range(1, 100_000).Sum(look => 1 - LookLevel.Compute(look));
        Assert.AreEqual(0.05, sum, 1e-6);
        Assert.AreEqual(0.975, LookLevel.Compute(1), 1e-12);
    }

    [TestMethod]
    public void WithoutLabels_NoDifferenceIn3000RowsProvesATenthOfAPoint()
    {
        var estimate = LossEstimate.Create(new PairedCounts(3000, 0, 0), labelled: false, 0.001, 0.95);
        Assert.AreEqual(1 - Math.Pow(0.05, 1 / 3000.0), estimate.Bound, 1e-9);
        Assert.IsTrue(LossEstimate.CanProve(3000, false, 0.001, 0.95));
        Assert.IsFalse(LossEstimate.CanProve(2900, false, 0.001, 0.95));
    }

    [TestMethod]
    public void WithoutLabels_RowsNeededProveTheBudget()
    {
        var estimate = LossEstimate.Create(new PairedCounts(1000, 3, 0), labelled: false, 0.005, 0.95);
        Assert.IsGreaterThan(0.005, estimate.Bound);
        long rows = estimate.RowsNeeded!.Value;
        Assert.IsLessThanOrEqualTo(0.005, ClopperPearson.UpperBound((long)Math.Ceiling(rows * 0.003), rows, 0.95));
        Assert.IsNull(LossEstimate.Create(new PairedCounts(1000, 6, 0), labelled: false, 0.005, 0.95).RowsNeeded);
    }

    [TestMethod]
    public void WithLabels_WinsCountAgainstLosses()
    {
        var estimate = LossEstimate.Create(new PairedCounts(10_000, 30, 28), labelled: true, 0.005, 0.95);
        Assert.AreEqual(0.0002, estimate.Loss, 1e-12);
        Assert.IsLessThan(0.005, estimate.Bound);
        Assert.IsTrue(estimate.Interval.Contains(0));
    }
}
