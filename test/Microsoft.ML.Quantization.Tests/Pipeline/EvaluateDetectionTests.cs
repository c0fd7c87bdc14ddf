using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Tests.Detectors;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

[TestClass]
public sealed class EvaluateDetectionTests : IDisposable
{
    private readonly MLContext _context = new(1);
    private readonly ModelFile _file = new(DetectorCase.YoloLike.Build());
    private readonly QuantizedOnnxTransformer _model;

    public EvaluateDetectionTests() => _model = _context.Transforms.Quantize(_file.Path, QuantizerRun.Everything with { Effort = QuantizationEffort.Fast }).Fit(View(DetectionRow.Create(24, 5)));

    public void Dispose()
    {
        _model.Dispose();
        _file.Dispose();
    }

    [TestMethod]
    [DataRow(nameof(DetectionRow.Label))]
    [DataRow(nameof(DetectionRow.Key))]
    [DataRow(nameof(DetectionRow.Small))]
    public void Evaluate_ReadsClassesOfAnyType(string label)
    {
        var evaluation = _context.Quantization().Evaluate(View(DetectionRow.Create(30, 6)), _model, new DetectionOptions { ClassCount = 3 }, label);
        using var source = DetectorCase.YoloLike.Model();
        var expected = PairedEvaluator.Run(source, _model.Model.Original, DetectorCase.YoloLike.Labelled(30, 6), DetectorCase.YoloLike.Task, 0.95);
        Assert.AreEqual(expected.ToJson(), evaluation.ToJson());
        Assert.AreEqual(30, evaluation.Rows);
    }

    /// <summary>Keys of three values say how many classes there are, and so what stands beside a box.</summary>
    [TestMethod]
    public void Evaluate_TakesTheNumberOfClassesFromKeys()
    {
        var view = View(DetectionRow.Create(10, 6));
        Assert.AreEqual(EvaluationTask.ObjectDetection, _context.Quantization().Evaluate(view, _model, new DetectionOptions(), nameof(DetectionRow.Key)).Task);
        Refused<InvalidOperationException>(view, new DetectionOptions(), nameof(DetectionRow.Label), "ClassCount", "ScoreFormat");
    }

    [TestMethod]
    public void Evaluate_OfTheTask_TakesTheDefaults()
    {
        var view = View(DetectionRow.Create(10, 6));
        Assert.AreEqual(
            _context.Quantization().Evaluate(view, _model, new DetectionOptions(), nameof(DetectionRow.Key)).ToJson(),
            _context.Quantization().Evaluate(view, _model, nameof(DetectionRow.Key), EvaluationTask.ObjectDetection).ToJson());
    }

    /// <summary>The columns of labels and boxes are not read, and need not be there.</summary>
    [TestMethod]
    public void Evaluate_WithoutLabels_ComparesDetections()
    {
        var view = _context.Transforms.DropColumns(nameof(DetectionRow.BoundingBoxes), nameof(DetectionRow.Label)).Fit(View(DetectionRow.Create(10, 6))).Transform(View(DetectionRow.Create(10, 6)));
        var evaluation = _context.Quantization().Evaluate(view, _model, new DetectionOptions { ClassCount = 3 });
        Assert.AreEqual("DetectionAgreement", evaluation.Metrics.Single().Name);
        Assert.IsTrue(evaluation.Agreement is > 0.3 and <= 1, $"{evaluation}");
    }

    [TestMethod]
    public void Compare_OfADetector_IsByItsMean()
    {
        var options = new QuantizationComparisonOptions
        {
            Candidates = [QuantizationCandidate.PostTraining("fast", QuantizerRun.Everything with { Effort = QuantizationEffort.Fast })],
            Quantization = QuantizerRun.Everything,
            Detection = new DetectionOptions(),
            MeasureLayers = false,
            HalfOfTiming = BriefTiming.Limits,
        };
        var view = View(DetectionRow.Create(20, 6));
        var comparison = _context.Quantization().Compare(View(DetectionRow.Create(24, 5)), view, _file.Path, nameof(DetectionRow.Key), options);
        var expected = _context.Quantization().Evaluate(view, _model, new DetectionOptions(), nameof(DetectionRow.Key)).Primary!;
        Assert.AreEqual("MAP50_95", comparison.MetricName);
        Assert.AreEqual((expected.Float, expected.Quantized, expected.Interval), (comparison.Methods[0].Accuracy, comparison.Methods[1].Accuracy, comparison.Methods[1].LossInterval));
        StringAssert.Contains(comparison.ToString(), "MAP50_95");
        ErrorAssert.Throws<ArgumentException>(
            () => _context.Quantization().Compare(view, view, _file.Path, nameof(DetectionRow.Key), new QuantizationComparisonOptions { Detection = new DetectionOptions(), Task = EvaluationTask.Regression }), "Detection", "Regression");
    }

    [TestMethod]
    public void Evaluate_WithoutAColumn_IsRefused()
    {
        var view = View(DetectionRow.Create(3, 6));
        Refused<ArgumentOutOfRangeException>(view, new DetectionOptions(), "Wrong", "no label column 'Wrong'", "BoundingBoxes");
        Refused<ArgumentOutOfRangeException>(view, new DetectionOptions { BoundingBoxColumnName = "Boxes" }, nameof(DetectionRow.Key), "no column of boxes 'Boxes'", "BoundingBoxColumnName");
    }

    [TestMethod]
    public void Evaluate_OfColumnsOfOtherTypes_IsRefused()
    {
        var view = View(DetectionRow.Create(3, 6));
        Refused<ArgumentOutOfRangeException>(view, new DetectionOptions(), nameof(DetectionRow.Text), "'Text'", "MapValueToKey");
        Refused<ArgumentOutOfRangeException>(view, new DetectionOptions(), nameof(DetectionRow.BoundingBoxes), "'BoundingBoxes'", "keys or integers");
        Refused<ArgumentOutOfRangeException>(view, new DetectionOptions(), nameof(DetectionRow.Count), "'Count'", "a vector of keys or integers");
        Refused<ArgumentOutOfRangeException>(view, new DetectionOptions { BoundingBoxColumnName = "Label" }, nameof(DetectionRow.Key), "'Label'", "a vector of Single");
    }

    [TestMethod]
    public void Evaluate_OfABadRow_NamesIt()
    {
        BadRow(row => row.BoundingBoxes = [.. row.BoundingBoxes, 3], "Row 2", "numbers in column 'BoundingBoxes'", "four for each class");
        BadRow(row => row.BoundingBoxes[2] = row.BoundingBoxes[0] - 1, "Object 0 of row 2", "x0 below x1");
        BadRow(row => row.BoundingBoxes[3] = row.BoundingBoxes[1], "Object 0 of row 2", "y0 below y1", "empty");
        BadRow(row => row.BoundingBoxes[1] = float.NaN, "Object 0 of row 2", "NaN", "expected numbers");
        BadRow(row => row.Label[0] = -1, "Object 0 of row 2", "class -1", "'Label'");
        BadRow(row => row.Label[0] = 3, "Row 2", "class 3", "3 classes");
        var rows = DetectionRow.Create(4, 6);
        rows[2].Missing = true;
        Refused<InvalidOperationException>(View(rows), new DetectionOptions(), nameof(DetectionRow.Key), "Object 0 of row 2", "missing key");
    }

    [TestMethod]
    public void Evaluate_OfOptionsOutOfRange_IsRefused() => Refused<ArgumentOutOfRangeException>(View(DetectionRow.Create(3, 6)), new DetectionOptions { MaxDetections = 0 }, null, "MaxDetections");

    private void BadRow(Action<DetectionRow> spoil, params string[] parts)
    {
        var rows = DetectionRow.Create(4, 6);
        spoil(rows[2]);
        Refused<InvalidOperationException>(View(rows), new DetectionOptions { ClassCount = 3 }, nameof(DetectionRow.Label), parts);
    }

    private void Refused<T>(IDataView view, DetectionOptions options, string? label, params string[] parts)
        where T : Exception => ErrorAssert.Throws<T>(() => _context.Quantization().Evaluate(view, _model, options, label), parts);

    private IDataView View(DetectionRow[] rows) => DetectionRow.View(_context, rows);
}
