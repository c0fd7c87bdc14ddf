using System.Text.RegularExpressions;
using Microsoft.ML.Quantization.Tool.Tests.Inspection;

namespace Microsoft.ML.Quantization.Tool.Tests.Commands;

/// <summary>Help and tables as people see them.</summary>
[TestClass]
public sealed partial class ApprovedTextTests : IDisposable
{
    /// <summary>The columns that names of ways have in the text of a comparison.</summary>
    private const int NameColumn = 30;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [TestMethod]
    [DynamicData(nameof(CommandNames.All), typeof(CommandNames))]
    public void Help_IsAsApproved(string command) =>
        Approved.Verify($"help {command}".TrimEnd(), ToolRun.Of([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Succeeds().Output.Replace("Microsoft.ML.Quantization.Tool.Tests", "mlquant", StringComparison.Ordinal));

    [TestMethod]
    public void Keys_AreAsApproved() => Approved.Verify("train --keys", ToolRun.Of("train", "--keys").Succeeds().Output);

    [TestMethod]
    public void Inspect_OfAFloatModel_IsAsApproved() => Approved.Verify("inspect float", OfAnyCpu(ToolRun.Of("inspect", ToolRun.FashionModel).Succeeds().Output));

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
    public void Measure_IsAsApproved() => Approved.Verify("inspect --measure", Steady(OfAnyCpu(ToolRun.Of("inspect", ToolRun.FashionModel, "--measure").Succeeds().Output)));

    [TestMethod]
    public void Quantize_IsAsApproved()
    {
        string images = _scratch.Images("images", 10, 4);
        var run = ToolRun.Of("quantize", ToolRun.FashionModel, "--data", images, "--validation", images, "--preset", "unit", "--everywhere", "-o", _scratch["made.onnx"]).Succeeds();
        Approved.Verify("quantize", Steady(run.Output));
    }

    /// <summary>What each way is best for depends on times: of that part the names are approved.</summary>
    [TestMethod]
    public void Compare_IsAsApproved()
    {
        string images = _scratch.Images("images", 10, 4);
        string[] lines = ToolRun.Of("compare", ToolRun.FashionModel, "--data", images, "--preset", "unit", "--everywhere").Succeeds().Output.ReplaceLineEndings("\n").Split('\n');
        var table = lines.TakeWhile(line => !line.StartsWith("Best for", StringComparison.Ordinal));
        var names = lines.Skip(table.Count() + 1).TakeWhile(line => line.Length > 0).Where(line => line.Length > NameColumn && line[..NameColumn].Trim().Length > 0).Select(line => line[..NameColumn].TrimEnd());
        string taken = lines.Single(line => line.StartsWith("Take ", StringComparison.Ordinal));
        Assert.Contains(name => taken.StartsWith($"Take {name.Trim()}.", StringComparison.Ordinal), names);
        Approved.Verify("compare", Steady(string.Join('\n', [.. table, "Best for", .. names])));
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

    /// <summary>Without what is said of the CPU at hand.</summary>
    private static string OfAnyCpu(string text) =>
        AllCpus().Replace(text.Replace(", such as this one", "", StringComparison.Ordinal), "default options: $1");

    /// <summary>Without what differs from machine to machine: places, digits behind points, and how wide they make a column.</summary>
    private string Steady(string text) => Lines().Replace(Blanks().Replace(Fractions().Replace(text.Replace(_scratch.Folder, "folder", StringComparison.Ordinal).Replace('\\', '/'), "#"), " "), "─");

    [GeneratedRegex(@"-?\d[\d,]*(\.\d+)?")]
    private static partial Regex Fractions();

    [GeneratedRegex(@"[ ]+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"default options: ([0-9.]+) on x86 CPUs with VNNI, [0-9.]+ without")]
    private static partial Regex AllCpus();

    [GeneratedRegex("[─]+")]
    private static partial Regex Lines();
}
