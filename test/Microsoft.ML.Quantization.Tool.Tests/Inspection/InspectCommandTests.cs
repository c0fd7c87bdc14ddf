using System.Text.Json.Nodes;
using Microsoft.ML.Quantization.Tests.Onnx;

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

    /// <summary>Weights that the graph computes are in the INT8 model, and not in the file of the FP32 model.</summary>
    [TestMethod]
    public void Inspect_WeightsThatAreComputed_CountInTheSizeOfTheInt8Model()
    {
        var model = new ModelBuilder(13).Input("x", 1, 64, 28, 28).List("size", 64, 64, 3, 3).Node("ConstantOfShape", "size", "w").Node("Conv", "x w", "y").Output("y");
        File.WriteAllBytes(_scratch["computed.onnx"], Google.Protobuf.MessageExtensions.ToByteArray(model.Build()));
        var outlook = JsonNode.Parse(ToolRun.Of("inspect", _scratch["computed.onnx"], "--json").Succeeds().Output)!["outlook"]!;
        Assert.AreEqual(1, (int)outlook["integerNodes"]!);
        Assert.IsTrue((long)outlook["bytes"]! is > 64 * 64 * 9 and < 64 * 64 * 9 * 2, $"{outlook}");
    }

    [TestMethod]
    public void Inspect_FloatModel_EstimatesTheRatio()
    {
        var json = JsonNode.Parse(ToolRun.Of("inspect", ToolRun.FashionModel, "--measure", "--json").Succeeds().Output)!;
        var ratio = json["outlook"]!["estimatedRatio"]!;
        Assert.IsTrue((double)ratio["withVnni"]! > 0 && (double)ratio["withVnni"]! < (double)ratio["withoutVnni"]!, $"{ratio}");
        if (System.Runtime.Intrinsics.X86.Avx2.IsSupported)
        {
            Assert.Contains((double)json["measured"]!["estimatedRatio"]!, new[] { (double)ratio["withVnni"]!, (double)ratio["withoutVnni"]! });
        }
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
