using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Tests.Evaluation.Metrics;

[TestClass]
public sealed class ClassificationTests
{
    [TestMethod]
    public void Multiclass_IsWhatMlNetMeasures()
    {
        var data = ScoreData.Create(300, 12);
        var models = new ScorePairs(12, last: "Softmax");
        var evaluation = models.Evaluate(data.Rows(models), classes: true);
        Assert.AreEqual(EvaluationTask.MulticlassClassification, evaluation.Task);
        CollectionAssert.AreEqual(new[] { "MicroAccuracy", "MacroAccuracy", "LogLoss", "TopKAccuracy" }, evaluation.Metrics.Select(metric => metric.Name).ToArray());
        foreach (var (scores, value) in new[] { (data.Expected, (Func<MetricComparison, double>)(metric => metric.Float)), (data.Actual, metric => metric.Quantized) })
        {
            var metrics = MlNetMetrics.Multiclass(Array.ConvertAll(scores, Softmax), data.Labels, 5);
            Assert.AreEqual(metrics.MicroAccuracy, value(evaluation.Metrics[0]), 1e-9);
            Assert.AreEqual(metrics.MacroAccuracy, value(evaluation.Metrics[1]), 1e-9);
            Assert.AreEqual(metrics.LogLoss, value(evaluation.Metrics[2]), 1e-5);
            Assert.AreEqual(metrics.TopKAccuracy, value(evaluation.Metrics[3]), 1e-9);
        }
    }

    [TestMethod]
    public void Multiclass_CountsTheRowsThatAreLostAndWon()
    {
        var models = new ScorePairs(3);
        float[] zero = [5, 0, 0];
        float[] one = [0, 5, 0];
        var rows = Enumerable.Repeat(models.Row(zero, zero, 0), 90).Concat(Enumerable.Repeat(models.Row(zero, one, 0), 7)).Concat(Enumerable.Repeat(models.Row(zero, one, 1), 3));
        var evaluation = models.Evaluate(rows, classes: true);
        var primary = evaluation.Primary!;
        var counts = new PairedCounts(100, 7, 3);
        Assert.AreEqual((0.97, 0.93), (primary.Float, primary.Quantized));
        Assert.AreEqual(0.04, primary.Loss, 1e-12);
        Assert.AreEqual(PairedAccuracy.Interval(counts, 0.95), primary.Interval);
        Assert.AreEqual(PairedAccuracy.PValue(counts), primary.PValue);
        Assert.AreEqual((0.90, ClopperPearson.UpperBound(10, 100, 0.95)), (evaluation.Agreement, evaluation.LargestAccuracyLoss));
        StringAssert.StartsWith(evaluation.ToString(), "MicroAccuracy 0.9700 -> 0.9300: 4.0 points lost, 95 % interval -2.5");
        StringAssert.Contains(evaluation.ToString(), ", 100 rows");
    }

    [TestMethod]
    public void LogLoss_OfLogitsAndOfProbabilitiesIsTheSame()
    {
        var data = ScoreData.Create(100, 4);
        var logits = new ScorePairs(4);
        var softmax = new ScorePairs(4, last: "Softmax");
        double LogLoss(ScorePairs models, ScoreData scores) => models.Evaluate(scores.Rows(models), classes: true).Metrics[2].Quantized;
        var shares = data with { Expected = Array.ConvertAll(data.Expected, Softmax), Actual = Array.ConvertAll(data.Actual, Softmax) };
        Assert.AreEqual(LogLoss(logits, data), LogLoss(softmax, data), 1e-6);
        Assert.AreEqual(LogLoss(logits, data), LogLoss(logits, shares), 1e-6);
    }

    [TestMethod]
    public void MacroAccuracy_WeighsEveryClassAlike()
    {
        var models = new ScorePairs(3);
        var rows = Enumerable.Repeat(models.Row([1, 0, 0], [1, 0, 0], 0), 98).Append(models.Row([0, 1, 0], [1, 0, 0], 1)).Append(models.Row([0, 1, 0], [0, 1, 0], 1));
        var macro = models.Evaluate(rows, classes: true).Metrics[1];
        Assert.AreEqual(1.0, macro.Float, 1e-12);
        Assert.AreEqual(0.75, macro.Quantized, 1e-12);
        Assert.IsTrue(macro.Interval.Low <= 0.01 && macro.Interval.High >= 0.5, $"{macro.Interval}");
    }

    [TestMethod]
    public void MacroAccuracy_OfRowsThatAllAgree_IsNotCertain()
    {
        var models = new ScorePairs(3);
        var macro = models.Evaluate(Enumerable.Range(0, 60).Select(i => models.Row([1, 0, 0], [1, 0, 0], i % 3)), classes: true).Metrics[1];
        Assert.AreEqual(0, macro.Loss);
        Assert.IsTrue(macro.Interval.Low is < -0.05 and > -0.1 && macro.Interval.High is > 0.05 and < 0.1, $"{macro.Interval}");
    }

    [TestMethod]
    public void Binary_IsWhatMlNetMeasures()
    {
        var data = ScoreData.Create(300, 2).Single().Map(score => MathF.Round(score * 4) / 4);
        var models = new ScorePairs(1);
        var evaluation = models.Evaluate(data.Rows(models), classes: true);
        Assert.AreEqual(EvaluationTask.BinaryClassification, evaluation.Task);
        CollectionAssert.AreEqual(new[] { "Accuracy", "AreaUnderRocCurve", "F1Score" }, evaluation.Metrics.Select(metric => metric.Name).ToArray());
        foreach (var (scores, value) in new[] { (data.Expected, (Func<MetricComparison, double>)(metric => metric.Float)), (data.Actual, metric => metric.Quantized) })
        {
            var metrics = MlNetMetrics.Binary([.. scores.Select(row => row[0])], data.Labels);
            Assert.AreEqual(metrics.Accuracy, value(evaluation.Metrics[0]), 1e-9);
            Assert.AreEqual(metrics.AreaUnderRocCurve, value(evaluation.Metrics[1]), 1e-9);
            Assert.AreEqual(metrics.F1Score, value(evaluation.Metrics[2]), 1e-9);
        }
    }

    [TestMethod]
    public void Binary_IsTheSameForOneLogitAProbabilityOrTwoScores()
    {
        var pairs = ScoreData.Create(200, 2);
        var single = pairs.Single();
        string Measured(ScorePairs models, ScoreData data) =>
            string.Join("; ", models.Evaluate(data.Rows(models), classes: true).Metrics.Select(metric => $"{metric.Name} {metric.Float:0.000000} {metric.Quantized:0.000000} {metric.Interval}"));
        string expected = Measured(new ScorePairs(1), single);
        Assert.AreEqual(expected, Measured(new ScorePairs(2), pairs));
        Assert.AreEqual(expected, Measured(new ScorePairs(2, last: "Softmax"), pairs));
        Assert.AreEqual(expected, Measured(new ScorePairs(1, last: "Sigmoid"), single));
        Assert.AreEqual(expected, Measured(new ScorePairs(1), single.Map(score => 1 / (1 + MathF.Exp(-score)))));
    }

    /// <summary>100 rows that agree leave open some 3.7 that do not: F1 may be 2 (50 - 3.7) / (2 (50 - 3.7) + 3.7), or 1 still.</summary>
    [TestMethod]
    public void F1Score_OfRowsThatAllAgree_IsNotCertain()
    {
        var models = new ScorePairs(1);
        var f1 = models.Evaluate(Enumerable.Range(0, 100).Select(i => models.Row([(i % 2) - 0.5f], [(i % 2) - 0.5f], i % 2)), classes: true).Metrics[2];
        Assert.AreEqual((1.0, 0.0, 0.0), (f1.Quantized, f1.Loss, f1.Interval.Low));
        Assert.AreEqual(0.0384, f1.Interval.High, 5e-4);
    }

    [TestMethod]
    public void Binary_WithOneClassInTheLabels_HasNoRocCurve()
    {
        var models = new ScorePairs(1);
        var rows = Enumerable.Range(0, 20).Select(i => models.Row([i - 9.5f], [i - 8.5f], 0));
        CollectionAssert.AreEqual(new[] { "Accuracy", "F1Score" }, models.Evaluate(rows, classes: true).Metrics.Select(metric => metric.Name).ToArray());
    }

    [TestMethod]
    [DataRow(5, EvaluationTask.MulticlassClassification)]
    [DataRow(2, EvaluationTask.BinaryClassification)]
    public void WithoutLabels_AgreementBoundsTheLoss(int classes, EvaluationTask task)
    {
        var data = ScoreData.Create(400, classes);
        var models = new ScorePairs(classes);
        var evaluation = models.Evaluate(data.Rows(models, labelled: false), level: 0.9);
        long differ = data.Expected.Zip(data.Actual).LongCount(pair => Array.IndexOf(pair.First, pair.First.Max()) != Array.IndexOf(pair.Second, pair.Second.Max()));
        Assert.AreEqual((task, 400L, false), (evaluation.Task, evaluation.Rows, evaluation.HasLabels));
        Assert.IsNull(evaluation.Primary);
        Assert.AreEqual(1 - (differ / 400.0), evaluation.Agreement, 1e-12);
        Assert.AreEqual(ClopperPearson.UpperBound(differ, 400, 0.9), evaluation.LargestAccuracyLoss);
        StringAssert.Contains(evaluation.ToString(), "whatever the labels, 90 % confidence");
    }

    private static float[] Softmax(float[] scores)
    {
        double[] powers = Array.ConvertAll(scores, score => Math.Exp(score - scores.Max()));
        return Array.ConvertAll(powers, power => (float)(power / powers.Sum()));
    }
}
