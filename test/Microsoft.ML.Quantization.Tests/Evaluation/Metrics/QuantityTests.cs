using Microsoft.ML.Quantization.Evaluation;

namespace Microsoft.ML.Quantization.Tests.Evaluation.Metrics;

[TestClass]
public sealed class QuantityTests
{
    [TestMethod]
    public void Regression_IsWhatMlNetMeasures()
    {
        var data = ScoreData.Create(200, 2).Single();
        float[] labels = Array.ConvertAll(data.Labels, label => (3f * label) - 1);
        var models = new ScorePairs(1);
        var evaluation = models.Evaluate(labels.Select((label, i) => models.Row(data.Expected[i], data.Actual[i], label)), classes: false);
        Assert.AreEqual(EvaluationTask.Regression, evaluation.Task);
        CollectionAssert.AreEqual(new[] { "RootMeanSquaredError", "MeanAbsoluteError", "RSquared" }, evaluation.Metrics.Select(metric => metric.Name).ToArray());
        foreach (var (scores, value) in new[] { (data.Expected, (Func<MetricComparison, double>)(metric => metric.Float)), (data.Actual, metric => metric.Quantized) })
        {
            var metrics = MlNetMetrics.Regression([.. scores.Select(row => row[0])], labels);
            Assert.AreEqual(metrics.RootMeanSquaredError, value(evaluation.Metrics[0]), 1e-6);
            Assert.AreEqual(metrics.MeanAbsoluteError, value(evaluation.Metrics[1]), 1e-6);
            Assert.AreEqual(metrics.RSquared, value(evaluation.Metrics[2]), 1e-6);
        }

        Assert.IsTrue(evaluation.Metrics.All(metric => metric.Interval.Contains(metric.Loss) && metric.PValue == null));
        Assert.IsTrue(double.IsNaN(evaluation.Agreement) && double.IsNaN(evaluation.LargestAccuracyLoss));
    }

    /// <summary>Worse is a positive loss whichever way the metric points.</summary>
    [TestMethod]
    public void Loss_IsPositiveWhereInt8IsWorse()
    {
        var models = new ScorePairs(1);
        var rows = Enumerable.Range(0, 50).Select(i => models.Row([i + 0.1f], [i + 0.3f + (0.01f * (i % 7))], i));
        Assert.IsTrue(models.Evaluate(rows, classes: false).Metrics.All(metric => metric.Loss > 0 && metric.Interval.Low > 0));
    }

    [TestMethod]
    public void Embedding_WithLabels_ComparesBothWithThem()
    {
        var models = new ScorePairs(2);
        var rows = Enumerable.Repeat(models.Row([1, 0], [1, 1], 2, 0), 10);
        var cosine = models.Evaluate(rows, classes: false, EvaluationTask.Embedding).Primary!;
        Assert.AreEqual("CosineSimilarity", cosine.Name);
        Assert.AreEqual(1.0, cosine.Float, 1e-12);
        Assert.AreEqual(Math.Sqrt(0.5), cosine.Quantized, 1e-12);
    }

    [TestMethod]
    public void Embedding_WithoutLabels_ComparesInt8WithFp32()
    {
        var models = new ScorePairs(2);
        var rows = Enumerable.Repeat(models.Row([3, 4], [3, 4], []), 10).Concat(Enumerable.Repeat(models.Row([3, 4], [4, -3], []), 10));
        var evaluation = models.Evaluate(rows, task: EvaluationTask.Embedding);
        Assert.AreEqual(0.5, evaluation.Primary!.Loss, 1e-12);
        Assert.AreEqual(10 * Math.Log10(20 * 25 / (10 * 50.0)), evaluation.Sqnr, 1e-9);
        Assert.IsTrue(double.IsNaN(evaluation.Agreement));
    }

    [TestMethod]
    public void Images_AreMeasuredAgainstTheRangeOfTheLabels()
    {
        var models = new ScorePairs(1, [2, 2]);
        var rows = Enumerable.Repeat(models.Row([10, 20, 30, 265], [12, 20, 30, 265], 10, 20, 30, 264), 5);
        var evaluation = models.Evaluate(rows, classes: false);
        Assert.AreEqual((EvaluationTask.ImageToImage, "PeakSignalToNoiseRatio"), (evaluation.Task, evaluation.Primary!.Name));
        Assert.AreEqual(10 * Math.Log10(254 * 254 / 0.25), evaluation.Primary.Float, 1e-9);
        Assert.AreEqual(10 * Math.Log10(254 * 254 / 1.25), evaluation.Primary.Quantized, 1e-9);
        Assert.AreEqual(10 * Math.Log10(255 * 255 / 1.0), evaluation.PeakSignalToNoiseRatio, 1e-9);
    }

    [TestMethod]
    public void PerfectImages_AreNoLoss()
    {
        var models = new ScorePairs(1, [2, 2]);
        var primary = models.Evaluate(Enumerable.Repeat(models.Row([1, 2, 3, 4], [1, 2, 3, 4], 1, 2, 3, 4), 5), classes: false).Primary!;
        Assert.AreEqual((double.PositiveInfinity, 0.0), (primary.Quantized, primary.Loss));
    }

    [TestMethod]
    public void ImagesWithoutLabels_AreComparedWithFp32()
    {
        var models = new ScorePairs(1, [2, 2]);
        var evaluation = models.Evaluate(Enumerable.Repeat(models.Row([1, 2, 3, 4], [1, 2, 3, 4.1f], []), 5));
        Assert.AreEqual((EvaluationTask.ImageToImage, "CosineSimilarity"), (evaluation.Task, evaluation.Primary!.Name));
        Assert.IsTrue(evaluation.PeakSignalToNoiseRatio is > 30 and < 40, $"{evaluation.PeakSignalToNoiseRatio}");
    }

    /// <summary>An autoencoder gives back as many values as it takes, which makes it no classifier.</summary>
    [TestMethod]
    public void WithoutLabels_AsManyOutputsAsInputsAreAnEmbedding()
    {
        var same = new Onnx.ModelBuilder(13).Input("x", 1, 4).Node("Relu", "x", "y").Output("y");
        var rows = new LabelledRows([new LabelledRow([new("x", new float[] { 1, 2, 3, 4 }, [1, 4])], [])]);
        Assert.AreEqual(EvaluationTask.Embedding, PairedEvaluator.Run(same.Model(), same.Model(), rows, EvaluationTask.Auto, 0.95).Task);
    }
}
