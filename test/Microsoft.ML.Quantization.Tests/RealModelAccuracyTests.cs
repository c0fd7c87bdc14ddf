using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>Real models, calibrated on some rows: INT8 agrees with FP32 on others, and all that was planned is fused.</summary>
[TestClass]
public sealed class RealModelAccuracyTests
{
    [TestMethod]
    public void MobileNetV2() => Check(
        "mobilenetv2_imagenet_fp32.onnx", () => RealData.ImageNet("input", "imagenet_calib500", 40), () => RealData.ImageNet("input", "imagenet_val650", 65), 0.92);

    [TestMethod]
    public void SqueezeNet() => Check(
        "squeezenet1.1_imagenet_fp32.onnx", () => RealData.ImageNet("data", "imagenet_calib500", 40), () => RealData.ImageNet("data", "imagenet_val650", 65), 0.95);

    [TestMethod]
    public void ResNet20() => Check(
        "resnet20_cifar10_fp32.onnx", () => RealData.Cifar("cifar10_calib1000.bin.gz", 100, true), () => RealData.Cifar("cifar10_test_batch.bin.gz", 300, true), 0.99);

    [TestMethod]
    public void ResNet8() => Check(
        "resnet8_cifar10_fp32.onnx", () => RealData.Cifar("cifar10_calib1000.bin.gz", 100, false), () => RealData.Cifar("cifar10_test_batch.bin.gz", 300, false), 0.975);

    /// <summary>This model and the next are too small to gain from INT8, so it must be asked for.</summary>
    [TestMethod]
    public void KeywordSpotting() => Check("kws_dscnn_fp32.onnx", () => RealData.Keywords(0, 100), () => RealData.Keywords(7, 300), 0.98, QuantizerRun.Everything);

    [TestMethod]
    public void Digits() => Check("mnist_cntk_opset8.onnx", () => RealData.Digits(0, 100), () => RealData.Digits(500, 300), 0.995, QuantizerRun.Everything);

    [TestMethod]
    [DataRow("minibert_sst2_fp32_opset13.onnx")]
    [DataRow("minibert_sst2_fp32_opset17.onnx")]
    public void Bert(string model) => Check(
        model, () => RealData.Sentences("sst2_calib_ids.txt", 100), () => RealData.Sentences("sst2_test_ids.txt", 200), 0.99);

    /// <summary>On all 872 sentences.</summary>
    [TestMethod]
    [DataRow("minibert_sst2_fp32_opset13.onnx")]
    [DataRow("minibert_sst2_fp32_opset17.onnx")]
    public void BertsEmbeddingIsSmall_AndCostsNoAccuracy(string model)
    {
        string file = SharedAssets.Model(model);
        var result = PostTrainingQuantizer.Run(file, RealData.Sentences("sst2_calib_ids.txt", 100), new QuantizationOptions(), new QuantizerRun.Messages());
        Assert.IsLessThanOrEqualTo(0.3 * new FileInfo(file).Length, result.Model.Bytes);

        int[] labels = [.. File.ReadLines(SharedAssets.Data("sst2_test_ids.txt")).Where(line => line.Length > 0).Select(line => line[0] - '0')];
        var rows = RealData.Sentences("sst2_test_ids.txt", labels.Length);
        Assert.IsLessThan(0.005, Accuracy(OnnxModelReader.Load(file), rows, labels) - Accuracy(result.Model, rows, labels));
    }

    private static double Accuracy(OnnxModel model, TensorValue[][] rows, int[] labels)
    {
        using var run = new SampleRun(model);
        return rows.Zip(labels, (row, label) => run.Outputs(row)[0] is var scores && scores[label] == scores.Max() ? 1.0 : 0).Average();
    }

    private static void Check(string name, Func<TensorValue[][]> calibration, Func<TensorValue[][]> test, double agreement, QuantizationOptions? options = null)
    {
        string file = SharedAssets.Model(name);
        var result = PostTrainingQuantizer.Run(file, calibration(), options ?? new QuantizationOptions(), new QuantizerRun.Messages());
        using var expected = new SampleRun(OnnxModelReader.Load(file));
        using var actual = new SampleRun(result.Model);
        var outputs = OutputComparison.Run(expected, actual, test());
        Assert.IsTrue(outputs.Agreement >= agreement, $"{outputs.Agreement:P2} agree, {outputs.Sqnr:0.0} dB");
        LayerAssert.IsFused(result);
    }
}
