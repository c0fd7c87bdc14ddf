using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;
using Microsoft.ML.Quantization.Tests.RandomGraphs;

namespace Microsoft.ML.Quantization.Tests.Targets.LiteRt;

/// <summary>Whole models in LiteRT against ONNX Runtime with the same integers. Deep nets enlarge the single steps by which runtimes differ behind an Add or a mean.</summary>
[TestClass]
public sealed class LiteRtModelTests
{
    private static readonly QuantizationOptions Options = new() { Target = QuantizationTarget.LiteRt, OnlyWhereFaster = false };

    [TestMethod]
    [DataRow(0)]
    [DataRow(100)]
    public void RandomImageGraphs_GiveWhatOnnxRuntimeGives_OrNameTheNodeThatHasNoForm(int first)
    {
        const double Least = 25;
        var faults = new List<string>();
        int written = 0;
        for (int seed = first; seed < first + 15; seed++)
        {
            var graph = new RandomImageGraph(seed);
            var model = graph.Build(12);
            var rows = QuantizerRun.Rows(4, graph.Input);
            var result = QuantizerRun.Quantize(model, rows, Options);
            try
            {
                float[][][] actual = LiteRtRuntime.Score(result.Model, rows);
                written++;
                double[] decibels = Decibels(Expected(result.Model, rows), actual);
                faults.AddRange(decibels.Where(each => each < Least).Select(each => $"seed {seed}: {each:F1} dB"));
            }
            catch (NotSupportedException refused)
            {
                StringAssert.Contains(refused.Message, "The node ");
            }
        }

        Assert.AreEqual("", string.Join("\n", faults));
        Assert.IsGreaterThan(7, written);
    }

    [TestMethod]
    public void SqueezeNet() => Check("squeezenet1.1_imagenet_fp32.onnx", () => RealData.ImageNet("data", "imagenet_calib500", 40), () => RealData.ImageNet("data", "imagenet_val650", 40), 1, 60);

    [TestMethod]
    public void MobileNetV2() => Check("mobilenetv2_imagenet_fp32.onnx", () => RealData.ImageNet("input", "imagenet_calib500", 40), () => RealData.ImageNet("input", "imagenet_val650", 40), 0.87, 14, ("H", 224), ("W", 224));

    [TestMethod]
    public void ResNet20() => Check("resnet20_cifar10_fp32.onnx", () => RealData.Cifar("cifar10_calib1000.bin.gz", 100, true), () => RealData.Cifar("cifar10_test_batch.bin.gz", 200, true), 0.98, 28);

    [TestMethod]
    public void ResNet8() => Check("resnet8_cifar10_fp32.onnx", () => RealData.Cifar("cifar10_calib1000.bin.gz", 100, false), () => RealData.Cifar("cifar10_test_batch.bin.gz", 200, false), 0.98, 28);

    [TestMethod]
    public void KeywordSpotting() => Check("kws_dscnn_fp32.onnx", () => RealData.Keywords(0, 100), () => RealData.Keywords(7, 300), 0.99, 30);

    [TestMethod]
    public void Digits() => Check("mnist_cntk_opset8.onnx", () => RealData.Digits(0, 100), () => RealData.Digits(500, 300), 1, 50);

    [TestMethod]
    public void Autoencoder() => Check("ad01_autoencoder_fp32.onnx", () => Random("ad01_autoencoder_fp32.onnx", 50), () => Random("ad01_autoencoder_fp32.onnx", 50), 0, 50);

    [TestMethod]
    public void SuperResolution() => Check("super_resolution_x3_fp32.onnx", () => Random("super_resolution_x3_fp32.onnx", 8), () => Random("super_resolution_x3_fp32.onnx", 3), 0, 50, ("H", FreeSize), ("W", FreeSize));

    [TestMethod]
    public void FaceDetector() => Check("ultraface_rfb320.onnx", () => Random("ultraface_rfb320.onnx", 8), () => Random("ultraface_rfb320.onnx", 3), 0, 20);

    private const int FreeSize = 32;

    private static TensorValue[][] Random(string name, int count)
    {
        using var model = OnnxModelReader.Load(SharedAssets.Model(name));
        var input = model.Graph.Input.First(input => model.Graph.Initializer.All(tensor => tensor.Name != input.Name));
        return QuantizerRun.Rows(input.Name, count, 0, 1, [.. input.Type.TensorType.Shape.Dim.Select(dim => dim.DimValue > 0 ? dim.DimValue : dim == input.Type.TensorType.Shape.Dim[0] ? 1 : FreeSize)]);
    }

    private static void Check(string name, Func<TensorValue[][]> calibration, Func<TensorValue[][]> test, double agreement, double decibels, params (string Name, int Size)[] sizes)
    {
        var result = PostTrainingQuantizer.Run(SharedAssets.Model(name), calibration(), Options, new QuantizerRun.Messages());
        var rows = test();
        float[][][] expected = Expected(result.Model, rows), actual = LiteRtRuntime.Score(result.Model, rows, new LiteRtOptions { Dimensions = sizes.ToDictionary(size => size.Name, size => size.Size) });
        double same = expected.Zip(actual, (one, other) => Top(one[^1]) == Top(other[^1]) ? 1.0 : 0).Average();
        double least = Decibels(expected, actual).Min();
        Assert.IsTrue(same >= agreement && least >= decibels, $"{same:P1} of the same class, {least:F1} dB");
        Console.WriteLine($"{name}: {same:P1} of the same class, {least:F1} dB; {string.Join(", ", result.Plan.Nodes.Where(node => node.Role == Microsoft.ML.Quantization.Placement.NodeRole.Float).Select(node => node.OperatorType).Distinct())} in FP32");
    }

    private static int Top(float[] scores) => Array.IndexOf(scores, scores.Max());

    private static float[][][] Expected(OnnxModel model, TensorValue[][] rows)
    {
        using var run = new SampleRun(MovedIntegers.Move(model, QuantizedType.UInt8));
        return [.. rows.Select(run.Outputs)];
    }

    private static double[] Decibels(float[][][] expected, float[][][] actual) =>
        [.. Enumerable.Range(0, expected[0].Length).Select(output => Decibels([.. expected.SelectMany(row => row[output])], [.. actual.SelectMany(row => row[output])]))];

    private static double Decibels(float[] expected, float[] actual)
    {
        Assert.HasCount(expected.Length, actual);
        double signal = expected.Sum(value => (double)value * value), noise = expected.Zip(actual, (one, other) => Math.Pow(one - (double)other, 2)).Sum();
        return noise == 0 ? 200 : 10 * Math.Log10(signal / noise);
    }
}
