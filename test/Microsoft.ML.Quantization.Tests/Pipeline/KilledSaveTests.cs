using System.Diagnostics;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>A process that ends in the middle of writing a file.</summary>
[TestClass]
public sealed class KilledSaveTests
{
    private const string Place = "MLQ_KILLED_SAVE";

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void AHalfWrittenFile_IsNeverUnderItsName_AndGoesWithTheNextSave()
    {
        if (Environment.GetEnvironmentVariable(Place) is { } path)
        {
            AtomicFile.Write(path, stream =>
            {
                stream.Write(new byte[100_000]);
                stream.Flush(flushToDisk: true);
                Process.GetCurrentProcess().Kill();
                Thread.Sleep(Timeout.Infinite);
            });
        }

        using var folder = new TemporaryFolder();
        string file = folder.File("model.tflite");
        File.WriteAllText(file, "old");
        Start(file);
        Assert.AreEqual("old", File.ReadAllText(file));
        Assert.HasCount(2, Directory.GetFiles(folder.Path));

        using var source = new ModelFile(SmallModels.Conv());
        var context = new MLContext(1);
        using var model = context.Transforms.Quantize(source.Path, new QuantizationOptions { Target = QuantizationTarget.LiteRt, OnlyWhereFaster = false }).Fit(PipelineData.Table(context, 9, 8 * 36));
        var report = model.SaveForTarget(file);
        Assert.HasCount(1, Directory.GetFiles(folder.Path), "what was left is swept away");
        Assert.AreEqual(report.Bytes, new FileInfo(file).Length);
    }

    private void Start(string file)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(KilledSaveTests).Assembly.Location);
        }

        start.ArgumentList.Add("--filter");
        start.ArgumentList.Add($"FullyQualifiedName={TestContext.FullyQualifiedTestClassName}.{TestContext.TestName}");
        start.Environment[Place] = file;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.AreNotEqual(0, process.ExitCode, $"{output}{errors.Result}");
    }
}
