using System.Text.Json.Nodes;

namespace Microsoft.ML.Quantization.Tool.Tests.Commands;

[TestClass]
public sealed class QuantizeCommandTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [TestMethod]
    public void Quantize_Images_WritesAModelThatEvaluateTakes()
    {
        string images = _scratch.Images("images", 10, 4);
        var made = ToolRun.Of("quantize", ToolRun.FashionModel, "--data", images, "--preset", "unit", "--everywhere", "-o", _scratch["model.onnx"], "--report", _scratch["report.html"]).Succeeds();
        Assert.Contains("INT8", made.Output);
        Assert.IsTrue(File.Exists(_scratch["report.html"]));
        Assert.IsLessThan(new FileInfo(ToolRun.FashionModel).Length / 2, new FileInfo(_scratch["model.onnx"]).Length);

        var evaluated = ToolRun.Of("evaluate", ToolRun.FashionModel, _scratch["model.onnx"], "--data", images, "--preset", "unit", "--json").Succeeds();
        var json = JsonNode.Parse(evaluated.Output)!;
        Assert.AreEqual(40, (int)json["rows"]!);
        Assert.IsTrue((bool)json["hasLabels"]!);
        Assert.IsGreaterThan(20, (double)json["sqnrDecibels"]!);
    }

    [TestMethod]
    public void Quantize_Json_IsTheOnlyOutput()
    {
        string rows = _scratch.Numpy("rows.npy", Scratch.Noise(20 * 28 * 28, 1), 20, 1, 28, 28);
        var made = ToolRun.Of("quantize", ToolRun.FashionModel, "-d", rows, "--everywhere", "-o", _scratch["model.onnx"], "--json").Succeeds();
        var json = JsonNode.Parse(made.Output)!;
        Assert.AreEqual(_scratch["model.onnx"], (string)json["output"]!);
        Assert.IsNotNull(json["report"]);
    }

    [TestMethod]
    public void Quantize_OutputThatExists_NeedsForce()
    {
        string model = _scratch.Text("model.onnx", "mine");
        ToolRun.Of("quantize", ToolRun.FashionModel, "--random", "5", "-o", model).IsBadInput(model, "--force");
        Assert.AreEqual("mine", File.ReadAllText(model).Trim());
        ToolRun.Of("quantize", ToolRun.FashionModel, "--random", "5", "-o", model, "--everywhere", "--force").Succeeds();
        Assert.AreNotEqual("mine", File.ReadAllText(model).Trim());
    }

    [TestMethod]
    public void Quantize_RandomRows_SaysThatItIsASmokeTest() =>
        Assert.Contains("random", ToolRun.Of("quantize", ToolRun.FashionModel, "--random", "5", "-o", _scratch["model.onnx"], "--everywhere").Succeeds().Errors);

    [TestMethod]
    public void Quantize_BudgetThatNothingMeets_ExitsWithOneAndWritesNothing()
    {
        var made = ToolRun.Of("quantize", ToolRun.FashionModel, "--random", "30", "-o", _scratch["model.onnx"], "--everywhere", "--max-latency-ratio", "0.0001");
        Assert.AreEqual(1, made.ExitCode, made.Errors);
        Assert.IsEmpty(Directory.GetFiles(_scratch.Folder));
    }

    [TestMethod]
    public void Quantize_Interrupted_ExitsAsShellsExpectAndWritesNothing()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var made = ToolRun.Of(source.Token, "quantize", ToolRun.FashionModel, "--random", "30", "-o", _scratch["model.onnx"]);
        Assert.AreEqual(130, made.ExitCode, made.Errors);
        Assert.IsEmpty(Directory.GetFiles(_scratch.Folder));
    }

    [TestMethod]
    public void Quantize_LiteRt_WritesAFlatBuffer()
    {
        ToolRun.Of("quantize", ToolRun.FashionModel, "--random", "20", "-t", "litert", "-o", _scratch["model.tflite"]).Succeeds();
        Assert.AreEqual("TFL3", System.Text.Encoding.ASCII.GetString(File.ReadAllBytes(_scratch["model.tflite"]), 4, 4));
    }

    [TestMethod]
    public void Quantize_Dynamic_NeedsNoData()
    {
        var made = ToolRun.Of("quantize", ToolRun.FashionModel, "--dynamic", "--everywhere", "-o", _scratch["model.onnx"]).Succeeds();
        Assert.Contains("model.onnx", made.Output);
        Assert.Contains("DynamicQuantizeMatMul", ToolRun.Of("inspect", _scratch["model.onnx"], "--all").Succeeds().Output);
    }

    [TestMethod]
    public void Export_SavedCalibration_GivesTheSameBytesWithoutData()
    {
        ToolRun.Of("quantize", ToolRun.FashionModel, "--random", "40", "--everywhere", "-o", _scratch["a.onnx"], "--calibration", _scratch["table.json"]).Succeeds();
        ToolRun.Of("export", ToolRun.FashionModel, "--everywhere", "--calibration", _scratch["table.json"], "-o", _scratch["b.onnx"]).Succeeds();
        CollectionAssert.AreEqual(File.ReadAllBytes(_scratch["a.onnx"]), File.ReadAllBytes(_scratch["b.onnx"]));
    }
}
