using System.Text.RegularExpressions;
using Microsoft.ML.Quantization.Tool.Tests.Inspection;

namespace Microsoft.ML.Quantization.Tool.Tests.Commands;

/// <summary>Help and tables as people see them.</summary>
[TestClass]
public sealed partial class ApprovedTextTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [TestMethod]
    [DataRow("")]
    [DataRow("quantize")]
    [DataRow("compare")]
    [DataRow("evaluate")]
    [DataRow("sensitivity")]
    [DataRow("inspect")]
    [DataRow("calibrate")]
    [DataRow("merge")]
    [DataRow("export")]
    [DataRow("model")]
    [DataRow("train")]
    public void Help_IsAsApproved(string command) =>
        Approved.Verify($"help {command}".TrimEnd(), ToolRun.Of([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Succeeds().Output.Replace("Microsoft.ML.Quantization.Tool.Tests", "mlquant", StringComparison.Ordinal));

    [TestMethod]
    public void Keys_AreAsApproved() => Approved.Verify("train --keys", ToolRun.Of("train", "--keys").Succeeds().Output);

    [TestMethod]
    public void Inspect_OfAFloatModel_IsAsApproved() => Approved.Verify("inspect float", ToolRun.Of("inspect", ToolRun.FashionModel).Succeeds().Output);

    [TestMethod]
    public void Inspect_OfAQuantizedModel_IsAsApproved()
    {
        if (System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture != System.Runtime.InteropServices.Architecture.X64)
        {
            Assert.Inconclusive("What runs in INT8 is that of x64.");
        }

        Approved.Verify("inspect quantized", ToolRun.Of("inspect", OtherToolsModels.Save(OtherToolsModels.Qdq(quantizesOutputOfConvolution: false), _scratch["other.onnx"])).Succeeds().Output);
    }

    [TestMethod]
    public void Measure_IsAsApproved() => Approved.Verify("inspect --measure", Steady(ToolRun.Of("inspect", ToolRun.FashionModel, "--measure").Succeeds().Output));

    [TestMethod]
    public void Quantize_IsAsApproved()
    {
        string images = _scratch.Images("images", 10, 4);
        var run = ToolRun.Of("quantize", ToolRun.FashionModel, "--data", images, "--validation", images, "--preset", "unit", "--everywhere", "-o", _scratch["made.onnx"]).Succeeds();
        Approved.Verify("quantize", Steady(run.Output));
    }

    [TestMethod]
    public void Evaluate_IsAsApproved()
    {
        ToolRun.Of("quantize", ToolRun.FashionModel, "--random", "20", "--everywhere", "-o", _scratch["made.onnx"]).Succeeds();
        Approved.Verify("evaluate", Steady(ToolRun.Of("evaluate", ToolRun.FashionModel, _scratch["made.onnx"], "--data", _scratch.Images("images", 10, 4), "--preset", "unit").Succeeds().Output));
    }

    [TestMethod]
    public void Sensitivity_IsAsApproved() => Approved.Verify("sensitivity", Steady(ToolRun.Of("sensitivity", ToolRun.FashionModel, "--random", "20", "--everywhere").Succeeds().Output));

    [TestMethod]
    public void Difference_ShowsWhatIsGoneAndWhatIsNew() =>
        Assert.AreEqual("  a\n- b\n+ x\n  c\n+ d\n", Approved.Difference(["a", "b", "c"], ["a", "x", "c", "d"]).ReplaceLineEndings("\n"));

    /// <summary>Without what differs from machine to machine: places, digits behind points, and how wide they make a column.</summary>
    private string Steady(string text) => Lines().Replace(Blanks().Replace(Fractions().Replace(text.Replace(_scratch.Folder, "folder", StringComparison.Ordinal).Replace('\\', '/'), "#"), " "), "─");

    [GeneratedRegex(@"-?\d[\d,]*(\.\d+)?")]
    private static partial Regex Fractions();

    [GeneratedRegex(@"[ ]+")]
    private static partial Regex Blanks();

    [GeneratedRegex("[─]+")]
    private static partial Regex Lines();
}
