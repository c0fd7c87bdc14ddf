using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>Targets as lines of a comparison.</summary>
[TestClass]
public sealed class CompareTargetsTests
{
    private const int Inputs = 16;

    private readonly MLContext _context = new(1);

    [TestMethod]
    public void Targets_AreScoredHere_WithTheSizeOfTheirFileAndNoTime()
    {
        using var file = new ModelFile(Classifier(Inputs));
        QuantizationTarget[] targets = [QuantizationTarget.OnnxRuntimeArm64, QuantizationTarget.OnnxRuntimeWeb, QuantizationTarget.TensorRT, QuantizationTarget.CoreML, QuantizationTarget.LiteRt];
        var comparison = Compare(file.Path, targets);
        CollectionAssert.AreEqual((string[])["FP32", "as it comes", .. targets.Select(target => $"for {target}")], comparison.Methods.Select(method => method.Name).ToArray());
        foreach (var (method, target) in comparison.Methods.Skip(2).Zip(targets))
        {
            Assert.IsNull(method.Error);
            Assert.IsGreaterThan(0.9, method.Accuracy);
            Assert.AreEqual(target, method.Options!.Target);
            bool isHere = target.Definition.Checks.IsHere;
            Assert.AreEqual(isHere, method.Latency > TimeSpan.Zero);
            Assert.AreEqual(!isHere, double.IsNaN(method.LatencyRatio));
            Assert.AreEqual(!isHere, method.BestFor.Contains($"for {target}: scored here by ONNX Runtime, not timed", StringComparison.Ordinal), method.BestFor);
        }

        Assert.AreEqual(SizeOf(file.Path, QuantizationTarget.LiteRt), comparison.Methods[^1].Bytes);
        Assert.AreEqual("as it comes", comparison.Recommended.Name, "what runs elsewhere is not recommended here");
        foreach (string text in new[] { comparison.ToString(), comparison.ToHtml(), comparison.ToMarkdown(), comparison.ToJson() })
        {
            StringAssert.Contains(text, "for LiteRt: scored here by ONNX Runtime");
        }
    }

    [TestMethod]
    public void ATargetWhoseFileCannotBeWritten_IsReportedWithTheReason_AndTheOthersGoOn()
    {
        using var file = new ModelFile(Classifier(-1));
        var comparison = Compare(file.Path, QuantizationTarget.LiteRt, QuantizationTarget.TensorRT);
        StringAssert.Contains(comparison.Methods[^2].Error, "Dimension 1 of the model's input 'x' is free");
        Assert.IsNull(comparison.Methods[^1].Error);
    }

    [TestMethod]
    public void ATargetThatIsNull_IsRefused()
    {
        using var file = new ModelFile(Classifier(Inputs));
        ErrorAssert.Names(Assert.ThrowsExactly<ArgumentException>(() => Compare(file.Path, [null!])).Message, "Targets", "null");
    }

    private QuantizationComparison Compare(string file, params QuantizationTarget[] targets) => _context.Quantization().Compare(View(60), View(200), file, "Label", new QuantizationComparisonOptions
    {
        Candidates = [QuantizationCandidate.PostTraining("as it comes", QuantizerRun.Everything)],
        Targets = targets,
        Quantization = QuantizerRun.Everything,
        MeasureLayers = false,
    });

    private long SizeOf(string file, QuantizationTarget target)
    {
        using var folder = new TemporaryFolder();
        using var fitted = _context.Transforms.Quantize(file, QuantizerRun.Everything with { Target = target }).Fit(View(60));
        fitted.SaveForTarget(folder.File("file"), target);
        return new FileInfo(folder.File("file")).Length;
    }

    private IDataView View(int count)
    {
        var random = new Random(count);
        var rows = Enumerable.Range(0, count).Select(_ => QuantizerRun.Uniform(random, Inputs)).Select(x => new Row { X = x, Label = x[0] > 0 ? 0 : 1 }).ToArray();
        return _context.Data.LoadFromEnumerable(rows);
    }

    /// <summary>Two scores of the first value; the width of rows may be left free.</summary>
    private static ModelProto Classifier(int width)
    {
        var random = new Random(4);
        var weights = QuantizerRun.Uniform(random, Inputs * 8, -0.05, 0.05);
        for (int i = 0; i < 8; i++)
        {
            weights[i] = i < 4 ? 1 : -1;
        }

        return new ModelBuilder(13).Input("x", -1, width)
            .Weights("w", weights, Inputs, 8).Weights("v", [.. Enumerable.Range(0, 16).Select(i => i / 2 < 4 == (i % 2 == 0) ? 1f : 0)], 8, 2)
            .Node("Gemm", "x w", "a").Node("Relu", "a", "b").Node("Gemm", "b v", "y").Output("y").Build();
    }

    private sealed class Row
    {
        [ColumnName("x"), VectorType(Inputs)]
        public float[] X { get; set; } = [];

        public int Label { get; set; }
    }
}
