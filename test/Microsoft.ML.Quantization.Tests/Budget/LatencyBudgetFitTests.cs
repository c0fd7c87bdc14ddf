using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Budget;

/// <summary>Fit with a budget of time that any machine meets, or none does.</summary>
[TestClass]
public sealed class LatencyBudgetFitTests : IDisposable
{
    private const double Any = 1000;
    private const double None = 1e-6;

    private readonly MLContext _context = new(1);
    private readonly ModelFile _file = new(TimedModels.Classifier());

    public void Dispose() => _file.Dispose();

    [TestMethod]
    public void Fit_WithTimeToSpare_GivesTheMostExactModel()
    {
        using var model = Fit(new QuantizationOptions { OnlyWhereFaster = false, Budget = new QuantizationBudget { MaxLatencyRatio = Any } });
        var attempt = model.Report!.Attempts.Single();
        Assert.IsTrue(attempt.IsAccepted && attempt.IsProven && attempt.FloatNodes.Count is > 0 and < 4, attempt.ToString());
        Assert.IsTrue(attempt.LatencyRatioInterval.Contains(attempt.LatencyRatio) && attempt.LatencyRatioBound >= attempt.LatencyRatio && attempt.Sqnr > 20, attempt.ToString());
        Assert.AreEqual(100, model.Calibration!.Rows, "no row is held back");
        StringAssert.Contains(model.Report.ToString(), "Proven to take at most 1000 of FP32's time");
        StringAssert.Contains(model.Report.ToHtml(), "Proven to take at most 1000");
        StringAssert.Contains(model.Report.ToMarkdown(), "Proven to take at most 1000");
        StringAssert.Contains(model.Report.ToJson(), "\"latencyRatioBound\"");
    }

    [TestMethod]
    public void Fit_WithoutTime_SaysWhatTheFastestTakes()
    {
        var error = ErrorAssert.Throws<LatencyRatioException>(() => Fit(new QuantizationOptions { OnlyWhereFaster = false, Budget = new QuantizationBudget { MaxLatencyRatio = None } }), "MaxLatencyRatio", "of FP32 (");
        Assert.IsTrue(error.Attempts.Count > 1 && error.Attempts.All(attempt => attempt.LatencyRatio > 0));
        Assert.IsInstanceOfType<QuantizationBudgetException>(error);
    }

    [TestMethod]
    public void Fit_KeepsTheContract() => EstimatorContract.Check(
        _context, _context.Transforms.Quantize(_file.Path, new QuantizationOptions { OnlyWhereFaster = false, Budget = new QuantizationBudget { MaxLatencyRatio = Any } }), Data(), ["x"], ["y"]);

    [TestMethod]
    public void Fit_WithBothBudgets_SplitsTheRows()
    {
        using var model = Fit(new QuantizationOptions { OnlyWhereFaster = false, Budget = new QuantizationBudget { MaxLatencyRatio = Any, MaxAccuracyLoss = 0.2, LabelColumnName = "Label" } }, rows: 1000);
        var attempt = model.Report!.Attempts.Single();
        Assert.AreEqual((500L, 500L), (attempt.Rows, model.Calibration!.Rows));
        ErrorAssert.Names(attempt.Outcome, "Proven to lose at most 20 points", "Proven to take at most 1000 of FP32's time");
    }

    [TestMethod]
    public void Compare_HasNoBudget()
    {
        var impossible = new QuantizationOptions { OnlyWhereFaster = false, Budget = new QuantizationBudget { MaxLatencyRatio = None } };
        var options = new QuantizationComparisonOptions { Quantization = impossible, Candidates = [QuantizationCandidate.PostTraining("one", impossible)], HalfOfTiming = BriefTiming.Limits };
        Assert.IsNull(_context.Quantization().Compare(Data(), Data(), _file.Path, null, options).Methods[1].Error);
    }

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(-0.5)]
    [DataRow(double.NaN)]
    [DataRow(double.PositiveInfinity)]
    public void BudgetThatIsNoMultiple_IsRefused(double ratio)
    {
        var options = new QuantizationOptions { Budget = new QuantizationBudget { MaxLatencyRatio = ratio } };
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => _context.Transforms.Quantize(_file.Path, options), "MaxLatencyRatio", "above 0");
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => QuantizationCandidate.PostTraining("a", options), "MaxLatencyRatio");
    }

    private QuantizedOnnxTransformer Fit(QuantizationOptions options, int rows = 100) => _context.Transforms.Quantize(_file.Path, options).Fit(Data(rows));

    private IDataView Data(int rows = 100)
    {
        var random = new Random(3);
        return _context.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => new Row { Id = i, X = QuantizerRun.Uniform(random, TimedModels.Inputs) }).ToArray());
    }

    private sealed class Row
    {
        [ColumnName("x"), VectorType(TimedModels.Inputs)]
        public float[] X { get; set; } = [];

        public int Id { get; set; }

        public int Label { get; set; }
    }
}
