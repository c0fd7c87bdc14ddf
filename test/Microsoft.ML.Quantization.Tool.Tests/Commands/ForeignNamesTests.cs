using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tool.Tests.Inspection;

namespace Microsoft.ML.Quantization.Tool.Tests.Commands;

/// <summary>Names out of files that a terminal would obey: they clear the screen, set its title or turn the order of characters.</summary>
[TestClass]
public sealed class ForeignNamesTests : IDisposable
{
    private const string Hostile = "\u001b[2J\u001b]0;mine\u0007\r\u009b31m\u202egnp.\u202c";

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [TestMethod]
    public void NodesTensorsAndProducer_ReachNoTerminalAsTheyAre()
    {
        var model = OtherToolsModels.Qdq(quantizesOutputOfConvolution: false);
        model.ProducerName = Hostile;
        foreach (var node in model.Graph.Node)
        {
            node.Name = Hostile + node.Output[0];
        }

        Rename(model, "x", "x" + Hostile);
        Rename(model, "r1", "r1" + Hostile);
        string path = OtherToolsModels.Save(model, _scratch["m.onnx"]);
        IsClean(ToolRun.Of("inspect", path, "--all").Succeeds());
        IsClean(ToolRun.Of("inspect", path, "--json").Succeeds());
        IsClean(ToolRun.Of("quantize", path, "--random", "5", "-o", _scratch["o.onnx"]));
        IsClean(ToolRun.Of("quantize", path, "--data", _scratch.Numpy("rows.npy", [1, 2], 2, 1), "-o", _scratch["o.onnx"]));
    }

    [TestMethod]
    public void LayersOfAnFp32Model_AreShownWithoutControlCharacters()
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(ToolRun.FashionModel));
        foreach (var node in model.Graph.Node)
        {
            node.Name = Hostile + node.Output[0];
        }

        string path = OtherToolsModels.Save(model, _scratch["m.onnx"]);
        IsClean(ToolRun.Of("sensitivity", path, "--random", "10", "--everywhere").Succeeds());
        IsClean(ToolRun.Of("quantize", path, "--random", "10", "--everywhere", "-o", _scratch["o.onnx"], "--exclude", "no" + Hostile));
    }

    [TestMethod]
    public void ColumnsCellsAndFiles_ReachNoTerminalAsTheyAre()
    {
        string table = _scratch.Text("rows.csv", $"a{Hostile.Replace("\r", "", StringComparison.Ordinal)},b", $"\u001b[31mred,2");
        IsClean(Quantize("--data", table));
        IsClean(Quantize("--data", table, "--label", "b"));
        IsClean(Quantize("--data", table, "--columns", "no" + Hostile));
        IsClean(Quantize("--data", _scratch.NumpyArchive("rows.npz", ("a" + Hostile, [1, 2], [2]), ("b", [1, 2], [2]))));
        IsClean(Quantize("--data", _scratch["no" + Hostile]));
        IsClean(ToolRun.Of("quantize", "--no" + Hostile));
        if (!OperatingSystem.IsWindows())
        {
            string images = _scratch.Images("images", 2, 2);
            _scratch.Text(Path.Combine("images", "class0", $"\u001b[31m.png"), "not a picture");
            IsClean(Quantize("--data", images));
        }
    }

    [TestMethod]
    public void NameThatBeginsWithAt_IsNoFileOfArguments() =>
        Quantize("--data", _scratch.Text("rows.csv", "a,b", "1,2"), "--label", "@c").IsBadInput("'@c'", "a, b");

    private ToolRun Quantize(params string[] arguments) => ToolRun.Of(["quantize", ToolRun.FashionModel, "-o", _scratch["m.onnx"], "--everywhere", .. arguments]);

    private static void IsClean(ToolRun run)
    {
        Assert.IsGreaterThan(0, (run.Output + run.Errors).Length);
        foreach (char c in run.Output + run.Errors)
        {
            Assert.IsFalse((char.IsControl(c) && c is not ('\n' or '\r')) || c is '\u202e' or '\u202c', $"U+{(int)c:X4} in {run.Output}{run.Errors}");
        }

        Assert.DoesNotContain("\r", (run.Output + run.Errors).Replace("\r\n", "", StringComparison.Ordinal));
    }

    private static void Rename(ModelProto model, string from, string to)
    {
        foreach (var node in model.Graph.Node)
        {
            foreach (var names in new[] { node.Input, node.Output })
            {
                for (int i = 0; i < names.Count; i++)
                {
                    names[i] = names[i] == from ? to : names[i];
                }
            }
        }

        foreach (var input in model.Graph.Input.Where(input => input.Name == from))
        {
            input.Name = to;
        }
    }
}
