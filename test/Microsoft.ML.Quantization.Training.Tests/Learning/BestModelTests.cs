using Microsoft.ML.Quantization.Training.Learning;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

[TestClass]
public sealed class BestModelTests
{
    [TestMethod]
    [DataRow(0.4, 0.90, true, DisplayName = "less loss, same accuracy")]
    [DataRow(0.4, 0.88, true, DisplayName = "less loss, accuracy within its error of three points")]
    [DataRow(0.4, 0.86, false, DisplayName = "less loss, but accuracy fell")]
    [DataRow(0.6, 0.95, false, DisplayName = "more loss")]
    public void AnEpochWithLessLossIsKeptUnlessAccuracyFell(double loss, double accuracy, bool kept)
    {
        var best = new BestModel(0, new Score(0.5, 0.9, 100), null!);
        Assert.AreEqual(kept, best.IsBeatenBy(new Score(loss, accuracy, 100)));
    }

    [TestMethod]
    public void AccuracyCannotFallStepByStep()
    {
        var best = new BestModel(0, new Score(0.5, 0.9, 100), null!);
        var second = new Score(0.4, 0.88, 100);
        best = (best with { Epoch = 1, Score = second }).Seen(second);
        Assert.IsFalse(best.IsBeatenBy(new Score(0.3, 0.86, 100)));
    }

    [TestMethod]
    public void WithoutValidationRowsTheLastEpochIsKept() =>
        Assert.IsTrue(new BestModel(0, new Score(double.NaN, null, 0), null!).IsBeatenBy(new Score(double.NaN, null, 0)));
}
