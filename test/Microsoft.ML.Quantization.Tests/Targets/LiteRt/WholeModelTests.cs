using System.Formats.Tar;
using System.IO.Compression;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;
using Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

namespace Microsoft.ML.Quantization.Tests.Targets.LiteRt;

/// <summary>Known architectures become files, or are refused with the name of an operator.</summary>
[TestClass]
public sealed class WholeModelTests
{
    private const string Archive = "onnx_v1.21.0_backend_tests.tgz";

    private const int FreeSize = 32;

    private static readonly QuantizationOptions Options = new() { Target = QuantizationTarget.LiteRt, OnlyWhereFaster = false, Effort = QuantizationEffort.Fast };

    [TestMethod]
    [DataRow("bvlc_alexnet")]
    [DataRow("densenet121")]
    [DataRow("inception_v1")]
    [DataRow("inception_v2")]
    [DataRow("resnet50")]
    [DataRow("shufflenet")]
    [DataRow("squeezenet")]
    [DataRow("zfnet512")]
    public void ArchitecturesOfTheBackendTests_AreWritten(string name) => Write(name);

    [TestMethod]
    public void Vgg19_IsWritten()
    {
        if (Environment.GetEnvironmentVariable("MLQ_LARGE_MODELS") is not { Length: > 0 })
        {
            Assert.Inconclusive("A model of 575 MB: set MLQ_LARGE_MODELS to write it.");
        }

        Write("vgg19");
    }

    [TestMethod]
    public void EveryModelOfTheAssets_IsWritten_OrRefusedByName()
    {
        string[] refused = ["minibert_sst2_fp32_opset13.onnx", "minibert_sst2_fp32_opset17.onnx"];
        foreach (string path in Directory.GetFiles(SharedAssets.Model("."), "*.onnx").Where(path => !path.Contains("_qdq_", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var source = OnnxModelReader.Load(path);
            using var model = ModelPreparer.Prepare(source);
            var free = model.Graph.Input.SelectMany(input => input.Type.TensorType.Shape.Dim.Skip(1)).Select(dim => dim.DimParam).Where(name => name.Length > 0).Distinct();
            var options = new LiteRtOptions { Dimensions = free.ToDictionary(name => name, _ => FreeSize) };
            try
            {
                // All in FP32: what has no form is refused either way.
                Assert.IsGreaterThan(1000, LiteRtFile.Write(LiteRtConverter.Convert(model, options)).Length);
                Assert.DoesNotContain(Path.GetFileName(path), refused);
            }
            catch (NotSupportedException e)
            {
                Assert.Contains(Path.GetFileName(path), refused, e.Message);
                StringAssert.Contains(e.Message, "'input_ids'");
            }
        }
    }

    private static void Write(string name)
    {
        using var folder = new TemporaryFolder();
        string path = Extract($"light/light_{name}.onnx", folder.File("model.onnx"));
        var result = PostTrainingQuantizer.Run(path, Rows(path), Options, new QuantizerRun.Messages());
        var file = LiteRtConverter.Convert(result.Model, new LiteRtOptions());
        Console.WriteLine($"{name}: {file.Nodes.Count(node => node.IsInteger)} of {file.Nodes.Count} nodes in INT8; {string.Join(", ", file.Nodes.Where(node => !node.IsInteger).Select(node => $"{node.OperatorType}: {node.WhyFloat}").Distinct())}");
        Assert.IsGreaterThan(1000, LiteRtFile.Write(file).Length);
        Assert.IsTrue(file.Nodes.Where(node => node.OperatorType is "Conv" or "Gemm").All(node => node.IsInteger));
        Assert.IsTrue(file.Nodes.Where(node => !node.IsInteger).All(node => node.WhyFloat.Length > 0));
    }

    private static TensorValue[][] Rows(string path)
    {
        using var session = new InferenceSession(path);
        var input = session.InputMetadata.Single();
        return QuantizerRun.Rows(input.Key, 2, -1, 1, [.. input.Value.Dimensions.Select(size => (long)size)]);
    }

    private static string Extract(string entry, string path)
    {
        using var stream = new GZipStream(File.OpenRead(SharedAssets.Data(Archive)), CompressionMode.Decompress);
        using var archive = new TarReader(stream);
        while (archive.GetNextEntry() is { } found)
        {
            if (found.Name == entry)
            {
                found.ExtractToFile(path, overwrite: true);
                return path;
            }
        }

        throw new FileNotFoundException(entry);
    }
}
