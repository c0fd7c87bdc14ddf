using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;
using Microsoft.ML.Quantization.Targets.LiteRt.Conversion;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;
using Microsoft.ML.Quantization.Tests;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Tests.Targets;
using Microsoft.ML.Quantization.Tests.Targets.Runtimes;
using Microsoft.ML.Quantization.Training.Tests.Learning;

namespace Microsoft.ML.Quantization.Training.Tests.Export;

/// <summary>What training arrived at, in a file for LiteRT: the integers of the ONNX model, which are those of the module.</summary>
[TestClass]
public sealed class LiteRtExportTests
{
    private const int Channels = 8;

    private readonly MLContext _context = new(1);

    public static IEnumerable<object[]> Cases => [["keywords", "LiteRt"], ["keywords", "OnnxRuntimeX86"], ["residual", "LiteRt"], ["residual", "OnnxRuntimeX86Vnni"]];

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void ATrainedModel_GivesInLiteRtWhatItGivesInOnnxRuntime(string net, string target)
    {
        using var folder = new TemporaryFolder();
        using var trained = Train(net, QuantizationTarget.Find(target)!, folder);
        var report = trained.SaveForTarget(folder.File("model.tflite"), QuantizationTarget.LiteRt);
        var model = trained.Model.Original;
        CollectionAssert.AreEqual(LiteRtFile.Write(LiteRtConverter.Convert(model, new LiteRtOptions())), File.ReadAllBytes(folder.File("model.tflite")));

        // For LiteRT the scores have INT8 values too, of which x86 has no need.
        Assert.AreEqual(target == "LiteRt" ? "" : "Gemm", string.Join(' ', report.FloatNodes.Select(node => node.OperatorType)));
        var rows = Rows(200, 7).Select(row => new TensorValue[] { new("Image", row.Image, [1, 1, TinyImages.Size, TinyImages.Size]) }).ToArray();
        float[][][] actual = Needed.Runtime(() => LiteRtNode.Score(model, rows, new LiteRtOptions()).Outputs);
        using var run = new SampleRun(MovedIntegers.Move(model, QuantizedType.UInt8));
        float[][] expected = [.. rows.Select(row => run.Outputs(row)[0])];
        int same = expected.Zip(actual).Count(pair => Top(pair.First) == Top(pair.Second[0]));
        double noise = expected.Zip(actual).Sum(pair => pair.First.Zip(pair.Second[0], (a, b) => Math.Pow(a - b, 2)).Sum()), signal = expected.Sum(row => row.Sum(value => (double)value * value));
        Console.WriteLine($"{net}, {target}: {same} of {rows.Length} of the same class, {10 * Math.Log10(signal / Math.Max(noise, 1e-30)):F1} dB");
        Assert.IsGreaterThanOrEqualTo(198, same);
        Assert.IsLessThan(1e-3 * signal, noise, "30 dB");
    }

    [TestMethod]
    public void TheWeights_AreTheIntegersThatTrainingMade()
    {
        using var folder = new TemporaryFolder();
        using var trained = Train("keywords", QuantizationTarget.LiteRt, folder);
        var file = LiteRtConverter.Convert(trained.Model.Original, new LiteRtOptions());
        var graph = trained.Model.Original.Graph;
        var integers = graph.Initializer.Where(tensor => tensor.DataType == (int)TensorProto.Types.DataType.Int8 && tensor.Dims.Count > 1).ToDictionary(tensor => tensor.Name);
        Assert.HasCount(4, integers);
        foreach (var (name, tensor) in integers)
        {
            sbyte[] there = [.. file.Tensors.Single(each => each.Name == name).Data!.Select(value => (sbyte)value)];
            CollectionAssert.AreEquivalent(TensorData.SignedBytes(tensor).ToArray(), there, name);
        }
    }

    private QuantizedOnnxTransformer Train(string net, QuantizationTarget target, TemporaryFolder folder)
    {
        string path = folder.File("model.onnx");
        OnnxModelWriter.Save(new OnnxModel(net == "keywords" ? Keywords() : Residual(), path), path);
        var options = TinyTraining.Options(epochs: 2);
        return _context.Transforms.QuantizeAware(path, null, options with { Quantization = options.Quantization! with { Target = target, PerChannel = true } }).Fit(_context.Data.LoadFromEnumerable(Rows(300, 1)));
    }

    private static TinyImages.Row[] Rows(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => new TinyImages.Row { Image = QuantizerRun.Uniform(random, TinyImages.Size * TinyImages.Size) })];
    }

    private static ModelProto Keywords() => Head(Start()
        .Weights("wd", QuantizerRun.Uniform(new Random(12), Channels * 9, -0.4, 0.4), Channels, 1, 3, 3).Weights("w1", QuantizerRun.Uniform(new Random(13), Channels * Channels, -0.4, 0.4), Channels, Channels, 1, 1)
        .Node("Conv", "h wd b", "d", SmallModels.Padded, ("group", Channels)).Node("Relu", "d", "e").Node("Conv", "e w1 b", "p").Node("Relu", "p", "r"));

    private static ModelProto Residual() => Head(Start()
        .Weights("w1", QuantizerRun.Uniform(new Random(12), Channels * Channels * 9, -0.2, 0.2), Channels, Channels, 3, 3).Weights("w2", QuantizerRun.Uniform(new Random(13), Channels * Channels * 9, -0.2, 0.2), Channels, Channels, 3, 3)
        .Node("Conv", "h w1 b", "d", SmallModels.Padded).Node("Relu", "d", "e").Node("Conv", "e w2 b", "p", SmallModels.Padded).Node("Add", "p h", "s").Node("Relu", "s", "r"));

    private static ModelBuilder Start() => new ModelBuilder(17).Input("Image", -1, 1, TinyImages.Size, TinyImages.Size)
        .Weights("w", QuantizerRun.Uniform(new Random(10), Channels * 9, -0.5, 0.5), Channels, 1, 3, 3).Weights("b", QuantizerRun.Uniform(new Random(11), Channels, -0.2, 0.2), Channels)
        .Node("Conv", "Image w b", "c", SmallModels.Padded).Node("Relu", "c", "h");

    private static ModelProto Head(ModelBuilder model) => model.Weights("m", QuantizerRun.Uniform(new Random(14), Channels * 3 * 9), Channels * 9, 3)
        .Node("MaxPool", "r", "v", ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 })).Node("Flatten", "v", "f").Node("Gemm", "f m", "Scores").Output("Scores").Build();

    private static int Top(float[] scores) => Array.IndexOf(scores, scores.Max());
}
