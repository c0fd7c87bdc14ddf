using System.Text.Json.Nodes;

namespace Microsoft.ML.Quantization.Tool.Tests.Inspection;

[TestClass]
public sealed class InspectCommandTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [TestMethod]
    public void Inspect_FloatModel_TellsWhatInt8WouldDo()
    {
        var json = JsonNode.Parse(ToolRun.Of("inspect", ToolRun.FashionModel, "--json").Succeeds().Output)!;
        Assert.IsNull(json["quantized"]);
        Assert.IsNotNull(json["outlook"]);
        Assert.IsGreaterThan(0, json["operators"]!.AsArray().Count);
    }

    [TestMethod]
    public void Inspect_QuantizedModel_CountsTheKernelsThatRun()
    {
        ToolRun.Of("quantize", ToolRun.FashionModel, "--random", "20", "--everywhere", "-o", _scratch["model.onnx"]).Succeeds();
        var json = JsonNode.Parse(ToolRun.Of("inspect", _scratch["model.onnx"], "--json").Succeeds().Output)!;
        Assert.IsNull(json["outlook"]);
        Assert.IsTrue(json["quantized"]!["kernels"]!.AsArray().Any(kernel => (string)kernel!["kernel"]! == "QLinearConv" && (bool)kernel["isInteger"]!));
        Assert.AreEqual(0, json["quantized"]!["unfused"]!.AsArray().Count);
        Assert.Contains("INT8", ToolRun.Of("inspect", _scratch["model.onnx"]).Succeeds().Output);
    }
}
