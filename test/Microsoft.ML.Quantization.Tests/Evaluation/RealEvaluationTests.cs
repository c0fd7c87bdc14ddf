using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.Tests.Evaluation;

[TestClass]
public sealed class RealEvaluationTests
{
    private const int Rows = 1000;

    /// <summary>On all 10,000 images FP32 has 91.73 % right, and INT8 loses less than a quarter of a point.</summary>
    [TestMethod]
    public void ResNet20_LosesNextToNothing()
    {
        string file = SharedAssets.Model("resnet20_cifar10_fp32.onnx");
        var result = PostTrainingQuantizer.Run(file, RealData.Cifar("cifar10_calib1000.bin.gz", 100, true), new QuantizationOptions(), new QuantizerRun.Messages());
        int[] labels = RealData.CifarLabels("cifar10_test_batch.bin.gz", Rows);
        var rows = RealData.Cifar("cifar10_test_batch.bin.gz", Rows, true).Zip(labels, (row, label) => new LabelledRow(row, [label]));
        using var source = OnnxModelReader.Load(file);
        var evaluation = PairedEvaluator.Run(source, result.Model, new LabelledRows(rows, "Label", true), EvaluationTask.Auto, 0.95);
        Assert.AreEqual((EvaluationTask.MulticlassClassification, (long)Rows), (evaluation.Task, evaluation.Rows));
        Assert.AreEqual(0.917, evaluation.Primary!.Float, 0.02);
        Assert.IsTrue(evaluation.Primary.Interval is { Low: < 0.0025, High: > -0.0025 and < 0.015 }, $"{evaluation}");
        Assert.IsTrue(evaluation.Primary.Interval.High < evaluation.LargestAccuracyLoss, $"{evaluation}");
    }
}
