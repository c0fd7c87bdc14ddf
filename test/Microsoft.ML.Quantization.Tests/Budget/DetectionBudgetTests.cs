using Microsoft.ML.Quantization.Budget;
using Microsoft.ML.Quantization.Tests.Detectors;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Budget;

/// <summary>A budget of accuracy for detectors: the loss of mean average precision.</summary>
[TestClass]
public sealed class DetectionBudgetTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    [DataRow(nameof(DetectionRow.Key))]
    [DataRow(null)]
    public void Fit_MeasuresWhatADetectorLoses(string? label)
    {
        using var file = new ModelFile(DetectorCase.YoloLike.Build());
        var detection = new DetectionOptions { ClassCount = 3 };
        var validation = DetectionRow.View(_context, 40, 6);
        var options = QuantizerRun.Everything with
        {
            Effort = QuantizationEffort.Fast,
            Budget = new QuantizationBudget { MaxAccuracyLoss = 0.99, LabelColumnName = label, Detection = detection, ValidationData = validation },
        };
        using var model = _context.Transforms.Quantize(file.Path, options).Fit(DetectionRow.View(_context, 24, 5));
        var attempt = model.Report!.Attempts.Single(attempt => attempt.IsAccepted);
        var expected = _context.Quantization().Evaluate(validation, model, detection, label).Primary!;
        Assert.AreEqual((expected.Loss, expected.Interval, 40L), (attempt.Loss, attempt.LossInterval, attempt.Rows));
        Assert.IsTrue(attempt.LossBound >= LossEstimate.LeastBound(40, 0.95), $"{attempt}");
    }

    [TestMethod]
    public void Fit_WithABudgetThatNothingMeets_SaysWhatCounts()
    {
        using var file = new ModelFile(DetectorCase.YoloLike.Build());
        var options = QuantizerRun.Everything with
        {
            Effort = QuantizationEffort.Fast,
            Calibration = CalibrationMethod.MinMax,
            Budget = new QuantizationBudget { MaxAccuracyLoss = 0, Detection = new DetectionOptions { ClassCount = 3 }, ValidationData = DetectionRow.View(_context, 20, 6), FloatIfOutOfBudget = true },
        };
        using var model = _context.Transforms.Quantize(file.Path, options).Fit(DetectionRow.View(_context, 16, 5));
        Assert.IsTrue(model.Report!.Attempts.All(attempt => !attempt.IsProven), "No number of rows proves that nothing is lost.");
    }

    /// <summary>The upper end of the interval is at 1.96 deviations, that of one side at 1.645.</summary>
    [TestMethod]
    public void Create_OfAMetric_TakesItsInterval()
    {
        var metric = new MetricComparison("MAP50_95") { Loss = 0.01, Interval = new ConfidenceInterval(-0.01, 0.03, 0.95) };
        var estimate = LossEstimate.Create(metric, 1000, 0.02, 0.95);
        Assert.AreEqual(0.01 + (0.02 * 1.6449 / 1.96), estimate.Bound, 1e-5);
        Assert.AreEqual(2817, estimate.RowsNeeded!.Value, 2.0);
        Assert.AreEqual((0.01, metric.Interval), (estimate.Loss, estimate.Interval));
    }

    /// <summary>A bootstrap of rows that are all alike has no width, which few rows do not prove.</summary>
    [TestMethod]
    public void Create_OfFewRowsWithoutALoss_ProvesLittle()
    {
        var metric = new MetricComparison("MAP50_95") { Loss = 0, Interval = new ConfidenceInterval(0, 0, 0.95) };
        Assert.AreEqual(1 - Math.Pow(0.05, 1 / 3.0), LossEstimate.Create(metric, 3, 0.01, 0.95).Bound, 1e-9);
        Assert.IsTrue(LossEstimate.Create(metric, 299, 0.01, 0.95).Bound < 0.01 && LossEstimate.Create(metric, 280, 0.01, 0.95).Bound > 0.01);
    }

    [TestMethod]
    public void Create_OfAnUnknownInterval_ProvesNothing()
    {
        var metric = new MetricComparison("MAP50_95") { Loss = 0, Interval = new ConfidenceInterval(double.NaN, double.NaN, 0.95) };
        var estimate = LossEstimate.Create(metric, 1000, 0.5, 0.95);
        Assert.AreEqual((double.PositiveInfinity, (long?)null), (estimate.Bound, estimate.RowsNeeded));
    }
}
