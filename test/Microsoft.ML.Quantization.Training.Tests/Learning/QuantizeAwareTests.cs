using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

[TestClass]
public sealed class QuantizeAwareTests
{
    [TestMethod]
    [DataRow("Label")]
    [DataRow(null)]
    public void WhatPostTrainingQuantizationLosesTrainingBringsBack(string? label)
    {
        using var folder = new TemporaryFolder();
        var (context, images) = (new MLContext(1), new TinyImages(folder.Path, spread: 9));
        var data = context.Data.LoadFromEnumerable(images.Rows(1500, 1));
        var test = images.Rows(2000, 2);

        using var post = context.Transforms.Quantize(images.ModelFile, TinyTraining.PerTensor).Fit(data);
        using var aware = context.Transforms.QuantizeAware(images.ModelFile, label, TinyTraining.Options(epochs: 30)).Fit(data);

        double before = TinyImages.Accuracy(post, context, test);
        double after = TinyImages.Accuracy(aware, context, test);
        Console.WriteLine($"INT8 {before:P1} before, {after:P1} after training");
        Assert.IsLessThan(0.9, before);
        Assert.IsGreaterThan(before + (0.6 * (1 - before)), after);
    }

    [TestMethod]
    public void WithoutEpochsTheResultIsThatOfPostTrainingQuantization()
    {
        using var folder = new TemporaryFolder();
        var (context, images) = (new MLContext(1), new TinyImages(folder.Path));
        var data = context.Data.LoadFromEnumerable(images.Rows(200, 1));

        using var post = context.Transforms.Quantize(images.ModelFile, TinyTraining.PerTensor).Fit(data);
        using var aware = context.Transforms.QuantizeAware(images.ModelFile, "Label", TinyTraining.Options(epochs: 0)).Fit(data);

        float[][] expected = [.. post.Transform(data).GetColumn<float[]>("Scores")];
        float[][] actual = [.. aware.Transform(data).GetColumn<float[]>("Scores")];
        for (int row = 0; row < expected.Length; row++)
        {
            CollectionAssert.AreEqual(expected[row], actual[row], $"row {row}");
        }
    }

    [TestMethod]
    [DataRow(TrainingOptimizer.Adam, ScaleTraining.Learned)]
    [DataRow(TrainingOptimizer.AdamW, ScaleTraining.Frozen)]
    [DataRow(TrainingOptimizer.Sgd, ScaleTraining.Learned)]
    public void TheSameSeedGivesTheSameBytes(TrainingOptimizer optimizer, ScaleTraining scales)
    {
        using var folder = new TemporaryFolder();
        var (context, images) = (new MLContext(1), new TinyImages(folder.Path));
        var data = context.Data.LoadFromEnumerable(images.Rows(300, 1));
        byte[][] models = [.. new[] { 1, 1, 2 }.Select(seed => TinyTraining.Bytes(
            context, images, data, TinyTraining.Options(epochs: 2, seed: seed, optimizer: optimizer, scales: scales), folder))];

        CollectionAssert.AreEqual(models[0], models[1]);
        CollectionAssert.AreNotEqual(models[0], models[2]);
    }
}
