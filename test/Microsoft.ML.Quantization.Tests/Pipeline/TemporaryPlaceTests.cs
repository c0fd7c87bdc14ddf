using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>Everything temporary goes where <c>MLContext.TempFilePath</c> says, and nothing stays there.</summary>
[TestClass]
public sealed class TemporaryPlaceTests
{
    private const string Missing = "/nonexistent";

    public required TestContext TestContext { get; set; }

    /// <summary>In a process whose own place for temporary files is not there.</summary>
    [TestMethod]
    public void EverythingWorks_WithoutTheSystemsPlace()
    {
        if (!OwnProcess.IsThis)
        {
            string test = $"{TestContext.FullyQualifiedTestClassName}.{TestContext.TestName}";
            using var place = new TemporaryFolder();
            StringAssert.Matches(OwnProcess.Run($"FullyQualifiedName={test}", ("TMPDIR", Missing), ("MLQ_PLACE", place.Path)), new("succeeded: [1-9]"));
            return;
        }

        string named = Environment.GetEnvironmentVariable("MLQ_PLACE")!;
        var context = new MLContext(1);
        string source = Path.Combine(named, "source.onnx");
        OnnxModelWriter.Save(new OnnxModel(PipelineModels.Dense(6, 4, "N"), source), source);
        var data = PipelineData.Table(context, 40, 6);

        var error = Assert.Throws<IOException>(() => context.Transforms.Quantize(source, QuantizerRun.Everything).Fit(data));
        ErrorAssert.Names(error.Message, Missing, "MLContext.TempFilePath", "TMPDIR");
        GC.Collect();
        GC.WaitForPendingFinalizers();

        context.TempFilePath = named;
        using (var model = context.Transforms.Quantize(source, QuantizerRun.Everything).Fit(data))
        {
            Assert.IsNotNull(model.Report!.ToHtml());
            context.Quantization().Evaluate(data, model);
            context.Quantization().Sensitivity(data, source, QuantizerRun.Everything);
            context.Quantization().Compare(data, data, source, options: new() { Candidates = [QuantizationCandidate.PostTraining("a", QuantizerRun.Everything)] });
            context.Quantization().Save(model, data.Schema, Path.Combine(named, "saved.zip"));
            (context.Quantization().Load(Path.Combine(named, "saved.zip"), out _) as IDisposable)!.Dispose();
            model.SaveOnnx(Path.Combine(named, "saved.onnx"));
        }

        CollectionAssert.AreEquivalent(new[] { "source.onnx", "saved.zip", "saved.onnx" }, Directory.EnumerateFileSystemEntries(named).Select(Path.GetFileName).ToArray());
    }
}
