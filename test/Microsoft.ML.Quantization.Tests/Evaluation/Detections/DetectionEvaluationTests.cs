using System.Text.Json;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Evaluation.Detections;

namespace Microsoft.ML.Quantization.Tests.Evaluation.Detections;

[TestClass]
public sealed class DetectionEvaluationTests
{
    private static readonly Box Ten = new(10, 10, 20, 20);

    private readonly DetectionPairs _models = new(3, 20);

    /// <summary>INT8 writes one box of two too low, an overlap of 0.6, and it has the better score.</summary>
    [TestMethod]
    public void Evaluate_IsThatWorkedOutByHand()
    {
        var evaluation = _models.Evaluate(
        [
            _models.Row([new(0, 0.9f, Ten)], [new(0, 0.9f, Ten with { Y1 = 16 })], new LabelledObject(0, Ten)),
            _models.Row([new(0, 0.8f, Ten)], [new(0, 0.8f, Ten)], new LabelledObject(0, Ten)),
        ]);
        CollectionAssert.AreEqual((string[])["MAP50_95", "MAP50", "DetectionAgreement"], evaluation.Metrics.Select(metric => metric.Name).ToArray());
        double expected = (3 + (7 * 51 * 0.5 / 101)) / 10;
        Assert.AreEqual(1, evaluation.Primary!.Float);
        Assert.AreEqual(expected, evaluation.Primary.Quantized, 1e-12);
        Assert.AreEqual(1 - expected, evaluation.Primary.Loss, 1e-12);
        Assert.AreEqual((1.0, 1.0, 0.0), (evaluation.Metrics[1].Float, evaluation.Metrics[1].Quantized, evaluation.Metrics[1].Loss));
        Assert.AreEqual((1.0, EvaluationTask.ObjectDetection, 2L), (evaluation.Agreement, evaluation.Task, evaluation.Rows));
        var of = evaluation.Classes.Single();
        Assert.AreEqual((0, 2, 1.0, 1.0, 1.0), (of.Class, of.Objects, of.FloatAP50, of.QuantizedAP50, of.FloatAP50To95));
        Assert.AreEqual(expected, of.QuantizedAP50To95, 1e-12);
    }

    [TestMethod]
    public void Evaluate_OfEqualModels_LosesNothing()
    {
        var evaluation = _models.Evaluate(Rows(FoundSet.Random(30, 5), change: detection => detection));
        Assert.IsTrue(evaluation.Metrics.All(metric => metric.Loss == 0 && metric.Interval == new ConfidenceInterval(0, 0, 0.95)), $"{evaluation}");
        Assert.AreEqual((1.0, double.PositiveInfinity), (evaluation.Agreement, evaluation.Sqnr));
    }

    [TestMethod]
    public void Evaluate_OfAWorseModel_HasAnIntervalAboveNone()
    {
        var evaluation = _models.Evaluate(Rows(FoundSet.Random(150, 5), Worse));
        Assert.IsTrue(evaluation.Primary is { Interval.Low: > 0 } metric && metric.Interval.Contains(metric.Loss) && metric.Interval.High < 2 * metric.Loss, $"{evaluation}");
        Assert.IsTrue(evaluation.Agreement is > 0.2 and < 0.99, $"{evaluation}");
        Assert.IsTrue(evaluation.Metrics[2] is { Float: 1, Interval.Low: > 0 }, $"{evaluation}");
    }

    [TestMethod]
    public void Evaluate_GivesTheSameForRowsInAnyOrder()
    {
        var rows = Rows(FoundSet.Random(40, 6), Worse);
        string json = _models.Evaluate(rows).ToJson();
        Array.Reverse(rows);
        Assert.AreEqual(json, _models.Evaluate(rows).ToJson());
    }

    /// <summary>Two of four that FP32 is sure of: one is of another class, one is below the threshold.</summary>
    [TestMethod]
    public void Evaluate_WithoutLabels_TellsWhatInt8HasToo()
    {
        Detection[] expected = [new(0, 0.9f, Ten), new(1, 0.8f, Ten), new(2, 0.5f, Ten), new(1, 0.6f, Ten with { X0 = 40, X1 = 50 }), new(0, 0.4f, Ten with { X0 = 60, X1 = 70 })];
        Detection[] actual = [new(0, 0.7f, Ten with { Y1 = 16 }), new(2, 0.8f, Ten), new(1, 0.4f, Ten), new(2, 0.6f, Ten with { X0 = 40, X1 = 50 })];
        var evaluation = _models.Evaluate([_models.Row(expected, actual)], labelled: false);
        Assert.AreEqual(("DetectionAgreement", 0.5, 0.5), (evaluation.Primary!.Name, evaluation.Agreement, evaluation.Primary.Loss));
        Assert.IsEmpty(evaluation.Classes);
    }

    [TestMethod]
    public void ToJsonAndToString_HoldWhatWasMeasured()
    {
        var evaluation = _models.Evaluate(Rows(FoundSet.Random(60, 6), Worse));
        using var json = JsonDocument.Parse(evaluation.ToJson());
        Assert.AreEqual("ObjectDetection", json.RootElement.GetProperty("task").GetString());
        Assert.AreEqual(evaluation.Classes[1].QuantizedAP50, json.RootElement.GetProperty("classes")[1].GetProperty("quantizedAP50").GetDouble());
        Assert.AreEqual(JsonValueKind.Null, json.RootElement.GetProperty("largestAccuracyLoss").ValueKind);
        ErrorAssert.Names(evaluation.ToString(), "MAP50_95", "MAP50 ", "points lost, 95 % interval", "60 rows", "DetectionAgreement 1.0000 -> ", "SQNR of the boxes or the scores");
        Assert.DoesNotContain("NaN", evaluation.ToString());
    }

    private static Detection Worse(Detection detection) => (int)(detection.Score * 16) % 3 == 0
        ? detection with { Score = detection.Score / 2 } : detection with { Box = detection.Box with { X0 = detection.Box.X0 + 2.5, Y1 = detection.Box.Y1 + 2.5 } };

    private LabelledRow[] Rows(FoundSet set, Func<Detection, Detection> change) =>
        [.. set.Images.Select(image => (image.Objects, Detections: image.Detections.Where(each => each.Class < 3).ToArray())).Select(image => _models.Row(image.Detections, Array.ConvertAll(image.Detections, each => change(each)), image.Objects))];
}
