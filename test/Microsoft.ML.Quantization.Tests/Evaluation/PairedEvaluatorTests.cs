using System.Text.Json;
using Microsoft.ML.Quantization.Evaluation;

namespace Microsoft.ML.Quantization.Tests.Evaluation;

[TestClass]
public sealed class PairedEvaluatorTests
{
    private readonly ScorePairs _models = new(3);
    private readonly ScoreData _data = ScoreData.Create(150, 3);

    [TestMethod]
    public void Run_GivesTheSameForRowsInAnyOrder()
    {
        var rows = _data.Rows(_models);
        string json = _models.Evaluate(rows, classes: true).ToJson();
        Array.Reverse(rows);
        Assert.AreEqual(json, _models.Evaluate(rows, classes: true).ToJson());
    }

    [TestMethod]
    public void Run_OfSeveralModels_GivesWhatEachGivesAlone()
    {
        var rows = new LabelledRows(_data.Rows(_models), "Label", true);
        var both = PairedEvaluator.Run(_models.Float, [_models.Quantized, _models.Float], rows, EvaluationTask.Auto, 0.95);
        Assert.AreEqual(_models.Evaluate(_data.Rows(_models), classes: true).ToJson(), both[0].ToJson());
        Assert.AreEqual((1.0, double.PositiveInfinity, 0.0), (both[1].Agreement, both[1].Sqnr, both[1].Primary!.Loss));
    }

    [TestMethod]
    public void RunEach_OfAModelThatFails_LeavesTheOthersAlone()
    {
        LabelledRow[] rows = [.. _data.Rows(_models), _models.Row([1, 0, 0], [float.NaN, 0, 0], 0)];
        var labelled = new LabelledRows(rows, "Label", true);
        var both = PairedEvaluator.RunEach(_models.Float, [_models.Quantized, _models.Float], labelled, EvaluationTask.Auto, 0.95);
        ErrorAssert.Names(both[0].Error!.Message, "The INT8 model gives NaN", $"row {rows.Length - 1}");
        Assert.IsNull(both[0].Evaluation);
        Assert.AreEqual((rows.Length, 1.0), ((int)both[1].Evaluation!.Rows, both[1].Evaluation!.Agreement));
        ErrorAssert.Throws<InvalidOperationException>(() => PairedEvaluator.Run(_models.Float, [_models.Float, _models.Quantized], labelled, EvaluationTask.Auto, 0.95), "INT8");
    }

    [TestMethod]
    public void Run_ReadsRowsOnceAndNotMuchAhead()
    {
        int read = 0;
        IEnumerable<LabelledRow> Rows()
        {
            for (; read < 100_000; read++)
            {
                yield return read == 5 ? _models.Row([float.NaN, 0, 0], [0, 0, 0]) : _models.Row([1, 0, 0], [1, 0, 0]);
            }
        }

        Assert.ThrowsExactly<InvalidOperationException>(() => _models.Evaluate(Rows()));
        Assert.IsTrue(read <= 8 * Environment.ProcessorCount, $"{read} rows were read.");
    }

    [TestMethod]
    public void ToJson_HoldsEveryMetric()
    {
        var evaluation = _models.Evaluate(_data.Rows(_models), classes: true);
        using var json = JsonDocument.Parse(evaluation.ToJson());
        var first = json.RootElement.GetProperty("metrics")[0];
        Assert.AreEqual(evaluation.Metrics.Count, json.RootElement.GetProperty("metrics").GetArrayLength());
        Assert.AreEqual(evaluation.Primary!.Interval.High, first.GetProperty("high").GetDouble());
        Assert.AreEqual(evaluation.Primary.PValue, first.GetProperty("pValue").GetDouble());
        Assert.AreEqual(JsonValueKind.Null, json.RootElement.GetProperty("metrics")[2].GetProperty("pValue").ValueKind);
        Assert.AreEqual(evaluation.LargestAccuracyLoss, json.RootElement.GetProperty("largestAccuracyLoss").GetDouble());
    }

    [TestMethod]
    public void ToString_NamesNoSignedZero()
    {
        var metric = new MetricComparison("Accuracy") { Loss = -0.00001, Interval = new ConfidenceInterval(-0.001, 0.005, 0.95), IsAccuracy = true, PValue = 1 };
        Assert.AreEqual("Accuracy 0.0000 -> 0.0000: 0.0 points lost, 95 % interval -0.1 to 0.5, p = 1", metric.ToString());
    }
}
