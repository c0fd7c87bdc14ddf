using System.Text.Json.Nodes;
using Microsoft.ML.Quantization.Tests.Packaging;
using Microsoft.ML.Quantization.Tool.Training;

namespace Microsoft.ML.Quantization.Tool.Tests.Training;

[TestClass]
public sealed class TrainCommandTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [TestMethod]
    public void UnknownKey_IsNamedWithThoseThatAreKnown() => Train("\"model\": \"m.onnx\", \"epoch\": 3").IsBadInput("'epoch'", "epochs", "learning-rate", "preset", "target");

    [TestMethod]
    public void KeyTwice_IsNamed() => Train("\"epochs\": 3, \"epochs\": 4").IsBadInput("'epochs' twice");

    [TestMethod]
    [DataRow("\"epochs\": \"many\"", "many")]
    [DataRow("\"epochs\": {}", "'epochs' takes")]
    [DataRow("\"target\": \"toaster\"", "toaster")]
    public void ValueThatDoesNotFit_IsNamed(string pair, string word) => Train($"\"model\": \"m.onnx\", {pair}").IsBadInput("config.json", word);

    [TestMethod]
    public void NotJson_IsNamed()
    {
        ToolRun.Of("train", _scratch.Text("config.json", "epochs = 3")).IsBadInput("config.json", "not JSON");
        ToolRun.Of("train", _scratch.Text("config.json", "[1]")).IsBadInput("config.json", "not an object");
        ToolRun.Of("train", _scratch.Text("config.json", new string('[', 100_000))).IsBadInput("config.json", "not JSON");
        ToolRun.Of("train", _scratch["none.json"]).IsBadInput("none.json");
        ToolRun.Of("train").IsBadInput("--keys");
    }

    [TestMethod]
    public void WhatIsNeeded_IsAskedFor()
    {
        Train("\"epochs\": 1").IsBadInput("no 'model'");
        Train("\"model\": \"none.onnx\"").IsBadInput("none.onnx");
        Train($"\"model\": {Text(ToolRun.FashionModel)}, \"random\": 5").IsBadInput("no 'output'");
    }

    [TestMethod]
    public void PackageThatIsNotThere_SaysHowToGetIt()
    {
        var run = ToolRun.Of("train", Config("\"random\": 20"), "--training-package", _scratch.Folder);
        run.IsBadInput("Microsoft.ML.Quantization.Training", "500 MB", "Try: mlquant train --install");
        Assert.IsFalse(File.Exists(_scratch["made.onnx"]));
    }

    [TestMethod]
    public void PackageOfAnotherVersion_IsRefused()
    {
        File.Copy(typeof(Parquet.ParquetReader).Assembly.Location, _scratch["Microsoft.ML.Quantization.Training.dll"]);
        ToolRun.Of("train", Config("\"random\": 20"), "--training-package", _scratch.Folder).IsBadInput("of version", TrainingPackage.Version);
    }

    [TestMethod]
    public void OutputThatExists_NeedsForce()
    {
        _scratch.Text("made.onnx", "mine");
        ToolRun.Of("train", Config("\"random\": 20")).IsBadInput("made.onnx", "--force");
    }

    [TestMethod]
    public void Keys_AreThoseOfThePage()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Folder, "docs", "command-line.md"));
        foreach (string key in ToolRun.Of("train", "--keys").Succeeds().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]))
        {
            Assert.Contains($"`{key}`", page);
        }
    }

    [TestMethod]
    public void Training_OfATinyModel_WritesItAndTellsOfEveryEpoch()
    {
        string package = Package();
        string images = _scratch.Images("images", 10, 6);
        string config = Config("\"data\": \"images\", \"preset\": \"unit\", \"everywhere\": true, \"epochs\": 2, \"batch-size\": 16, \"learning-rate\": 1e-4, \"report\": \"report.json\"");
        var (code, output, errors) = ToolProcess.Run("train", config, "--training-package", package, "--json");
        Assert.AreEqual(0, code, errors);
        Assert.AreEqual(_scratch["made.onnx"], (string)JsonNode.Parse(output)!["output"]!);
        Assert.Contains("Epoch 1 of 2", errors);
        Assert.Contains("Epoch 2 of 2", errors);
        Assert.Contains("QLinearConv", ToolRun.Of("inspect", _scratch["made.onnx"], "--all").Succeeds().Output);
        Assert.IsNotNull(JsonNode.Parse(File.ReadAllText(_scratch["report.json"])));
        Assert.IsTrue(Directory.Exists(images));
    }

    [TestMethod]
    public void Training_Interrupted_ExitsAsShellsExpectAndWritesNothing()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("Sends SIGINT.");
        }

        string config = Config("\"random\": 400, \"everywhere\": true, \"epochs\": 500");
        using var process = ToolProcess.Start("train", config, "--training-package", Package());
        while (process.StandardError.ReadLine() is { } line && !line.StartsWith("Epoch", StringComparison.Ordinal))
        {
        }

        using (var kill = System.Diagnostics.Process.Start("kill", ["-INT", $"{process.Id}"]))
        {
            kill.WaitForExit();
        }

        string rest = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(130, process.ExitCode, rest);
        Assert.Contains("nothing was written", rest);
        CollectionAssert.AreEqual(new[] { "config.json" }, Directory.GetFiles(_scratch.Folder).Select(Path.GetFileName).ToArray());
    }

    /// <summary>What the tests of training were built to, with libtorch.</summary>
    private static string Package()
    {
        string folder = Path.Combine(Repository.Folder, "test", "Microsoft.ML.Quantization.Training.Tests", "bin", "Release", "net10.0");
        if (!File.Exists(Path.Combine(folder, "Microsoft.ML.Quantization.Training.dll")))
        {
            Assert.Inconclusive("Needs a build of the tests of training, which has libtorch.");
        }

        return folder;
    }

    private string Config(string pairs) => _scratch.Text("config.json", $"{{ \"model\": {Text(ToolRun.FashionModel)}, \"output\": \"made.onnx\", {pairs} }}");

    private ToolRun Train(string pairs) => ToolRun.Of("train", _scratch.Text("config.json", $"{{ {pairs} }}"));

    private static string Text(string value) => System.Text.Json.JsonSerializer.Serialize(value);
}
