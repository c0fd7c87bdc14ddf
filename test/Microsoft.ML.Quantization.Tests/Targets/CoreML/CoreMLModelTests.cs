using System.Formats.Tar;
using System.IO.Compression;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.RandomGraphs;

namespace Microsoft.ML.Quantization.Tests.Targets.CoreML;

/// <summary>Whole models: what a package computes against the model that it was made of, and against FP32.</summary>
[TestClass]
public sealed class CoreMLModelTests
{
    private const int FreeSize = 32;

    private static readonly QuantizationOptions Options = new() { Target = QuantizationTarget.CoreML, OnlyWhereFaster = false, Effort = QuantizationEffort.Fast };

    [TestMethod]
    [DataRow(0)]
    [DataRow(100)]
    public void RandomImageGraphs_GiveWhatTheModelGives_OrNameTheNodeThatHasNoForm(int first)
    {
        int written = 0;
        for (int seed = first; seed < first + 25; seed++)
        {
            var graph = new RandomImageGraph(seed);
            written += Compare(graph.Build(12), QuantizerRun.Rows(3, graph.Input), seed);
        }

        Assert.IsGreaterThan(12, written);
    }

    [TestMethod]
    public void RandomLinearGraphs_GiveWhatTheModelGives()
    {
        int written = 0;
        for (int seed = 0; seed < 25; seed++)
        {
            var graph = new RandomLinearGraph(seed);
            written += Compare(graph.Build(12), QuantizerRun.Rows(3, graph.Input), seed);
        }

        Assert.IsGreaterThan(12, written);
    }

    [TestMethod]
    public void SqueezeNet() => Check("squeezenet1.1_imagenet_fp32.onnx", () => RealData.ImageNet("data", "imagenet_calib500", 100), () => RealData.ImageNet("data", "imagenet_val650", 120), 0.9);

    [TestMethod]
    public void MobileNetV2() => Check("mobilenetv2_imagenet_fp32.onnx", () => RealData.ImageNet("input", "imagenet_calib500", 40), () => RealData.ImageNet("input", "imagenet_val650", 20), 0.8, ("H", 224), ("W", 224));

    [TestMethod]
    public void ResNet20() => Check("resnet20_cifar10_fp32.onnx", () => RealData.Cifar("cifar10_calib1000.bin.gz", 100, true), () => RealData.Cifar("cifar10_test_batch.bin.gz", 200, true), 0.95);

    [TestMethod]
    public void ResNet8() => Check("resnet8_cifar10_fp32.onnx", () => RealData.Cifar("cifar10_calib1000.bin.gz", 100, false), () => RealData.Cifar("cifar10_test_batch.bin.gz", 200, false), 0.95);

    [TestMethod]
    public void KeywordSpotting() => Check("kws_dscnn_fp32.onnx", () => RealData.Keywords(0, 100), () => RealData.Keywords(7, 300), 0.95);

    [TestMethod]
    public void Digits() => Check("mnist_cntk_opset8.onnx", () => RealData.Digits(0, 100), () => RealData.Digits(500, 300), 0.98);

    [TestMethod]
    public void Autoencoder() => Check("ad01_autoencoder_fp32.onnx", () => Random("ad01_autoencoder_fp32.onnx", 20), () => Random("ad01_autoencoder_fp32.onnx", 20), 0);

    [TestMethod]
    public void SuperResolution() => Check("super_resolution_x3_fp32.onnx", () => Random("super_resolution_x3_fp32.onnx", 8), () => Random("super_resolution_x3_fp32.onnx", 3), 0, ("H", FreeSize), ("W", FreeSize));

    [TestMethod]
    public void FaceDetector() => Check("ultraface_rfb320.onnx", () => Random("ultraface_rfb320.onnx", 4), () => Random("ultraface_rfb320.onnx", 2), 0);

    /// <summary>The known nets of ONNX's own tests, whose weights are made up.</summary>
    [TestMethod]
    [DataRow("bvlc_alexnet")]
    [DataRow("densenet121")]
    [DataRow("inception_v1")]
    [DataRow("inception_v2")]
    [DataRow("resnet50")]
    [DataRow("shufflenet")]
    [DataRow("squeezenet")]
    [DataRow("vgg19")]
    [DataRow("zfnet512")]
    public void LightModels_AreWritten(string name)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("model.onnx");
        Extract($"light/light_{name}.onnx", path);
        using var model = OnnxModelReader.Load(path);
        var input = model.Graph.Input.First(input => model.Graph.Initializer.All(tensor => tensor.Name != input.Name));
        var rows = QuantizerRun.Rows(input.Name, 1, 0, 1, [.. input.Type.TensorType.Shape.Dim.Select(dim => Math.Max(dim.DimValue, 1))]);
        var result = PostTrainingQuantizer.Run(path, rows, Options with { Calibration = CalibrationMethod.MinMax }, new QuantizerRun.Messages());
        Near(result.Model, rows, CoreMLRun.Exact, name);
    }

    private static void Extract(string entry, string path)
    {
        using var tar = new TarReader(new GZipStream(File.OpenRead(SharedAssets.Data("onnx_v1.21.0_backend_tests.tgz")), CompressionMode.Decompress));
        while (tar.GetNextEntry() is { } each)
        {
            if (each.Name == entry)
            {
                each.ExtractToFile(path, overwrite: true);
                return;
            }
        }

        Assert.Fail($"no {entry}");
    }

    private static int Compare(ModelProto model, TensorValue[][] rows, int seed)
    {
        var result = QuantizerRun.Quantize(model, rows, Options);
        try
        {
            Near(result.Model, rows, CoreMLRun.Exact, $"seed {seed}");
            return 1;
        }
        catch (NotSupportedException refused)
        {
            StringAssert.Contains(refused.Message, "The node ");
            return 0;
        }
    }

    private static void Check(string name, Func<TensorValue[][]> calibration, Func<TensorValue[][]> test, double agreement, params (string Name, int Size)[] sizes)
    {
        var options = CoreMLRun.Exact with { Dimensions = sizes.ToDictionary(size => size.Name, size => size.Size) };
        var result = PostTrainingQuantizer.Run(SharedAssets.Model(name), calibration(), Options, new QuantizerRun.Messages());
        var rows = test();
        Near(result.Model, rows[..Math.Min(rows.Length, 10)], options, name);
        using var original = OnnxModelReader.Load(SharedAssets.Model(name));
        float[][][] expected = CoreMLRun.Score(original, rows), halves = CoreMLRun.Score(CoreMLRun.Write(result.Model, options with { Precision = CoreMLPrecision.FP16 }, roundsHalves: true).ToOnnx(), rows);
        double same = expected.Zip(halves, (one, other) => Top(one[^1]) == Top(other[^1]) ? 1.0 : 0).Average();
        Console.WriteLine($"{name}: {same:P1} of FP32's classes in halves, {CoreMLRun.Decibels(Flat(expected), Flat(halves)):F1} dB");
        Assert.IsGreaterThanOrEqualTo(agreement, same);
    }

    /// <summary>The same but for sums in another order, which may round to the other neighbour where a value is quantized, and go on from there.</summary>
    private static void Near(OnnxModel model, TensorValue[][] rows, CoreMLOptions options, string name)
    {
        const double Least = 60;
        float[][][] expected = CoreMLRun.Score(model, rows), actual = CoreMLRun.Score(CoreMLRun.Write(model, options).ToOnnx(), rows);
        double decibels = CoreMLRun.Decibels(Flat(expected), Flat(actual));
        Console.WriteLine($"{name}: {decibels:F1} dB between the model and its package");
        Assert.IsGreaterThanOrEqualTo(Least, decibels, name);
    }

    private static IEnumerable<float> Flat(float[][][] values) => values.SelectMany(row => row.SelectMany(output => output));

    private static int Top(float[] scores) => Array.IndexOf(scores, scores.Max());

    private static TensorValue[][] Random(string name, int count)
    {
        using var model = OnnxModelReader.Load(SharedAssets.Model(name));
        var input = model.Graph.Input.First(input => model.Graph.Initializer.All(tensor => tensor.Name != input.Name));
        return QuantizerRun.Rows(input.Name, count, 0, 1, [.. input.Type.TensorType.Shape.Dim.Select(dim => dim.DimValue > 0 ? dim.DimValue : dim == input.Type.TensorType.Shape.Dim[0] ? 1 : FreeSize)]);
    }
}
