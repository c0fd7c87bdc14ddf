using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Tests.Packaging;
using Microsoft.ML.Quantization.Tool.Tests.Inspection;

namespace Microsoft.ML.Quantization.Tool.Tests.Pages;

/// <summary>Pages on a phone and on a desk.</summary>
[TestClass]
[DoNotParallelize]
public sealed class PageTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [TestMethod]
    [DataRow(375)]
    [DataRow(1280)]
    public void Report_OfASmallModel_CanBeRead(int width)
    {
        string images = _scratch.Images("images", 10, 4);
        ToolRun.Of("quantize", ToolRun.FashionModel, "--data", images, "--preset", "unit", "--everywhere", "-o", _scratch["m.onnx"], "--report", _scratch["small.html"]).Succeeds();
        Browser.Check(_scratch, _scratch["small.html"], width);
    }

    [TestMethod]
    [DataRow(375)]
    [DataRow(1280)]
    public void Report_OfManyLayersWithLongNamesAndWarnings_CanBeRead(int width)
    {
        ToolRun.Of("quantize", OtherToolsModels.Save(Deep(), _scratch["deep.onnx"]), "--random", "24", "--everywhere", "-o", _scratch["m.onnx"], "--report", _scratch["deep.html"]).Succeeds();
        Browser.Check(_scratch, _scratch["deep.html"], width);
    }

    [TestMethod]
    public void Report_OfAModelThatGrows_SaysSo()
    {
        string path = OtherToolsModels.Save(Deep(), _scratch["deep.onnx"]);
        ToolRun.Of("quantize", path, "--random", "8", "--everywhere", "--effort", "fast", "-o", _scratch["m.onnx"], "--report", _scratch["deep.html"]).Succeeds();
        Assert.IsGreaterThan(new FileInfo(path).Length, new FileInfo(_scratch["m.onnx"]).Length);
        Assert.Contains("times larger", File.ReadAllText(_scratch["deep.html"]));
        Assert.DoesNotContain("times smaller", File.ReadAllText(_scratch["deep.html"]));
    }

    [TestMethod]
    [DataRow(375)]
    [DataRow(1280)]
    public void Comparison_CanBeRead(int width)
    {
        ToolRun.Of("compare", ToolRun.FashionModel, "--data", _scratch.Images("images", 10, 4), "--preset", "unit", "--everywhere", "--report", _scratch["comparison.html"]).Succeeds();
        Browser.Check(_scratch, _scratch["comparison.html"], width);
    }

    [TestMethod]
    [DataRow(375)]
    [DataRow(1280)]
    public void StartOfTheDocumentation_CanBeRead(int width)
    {
        string page = Path.Combine(Repository.Folder, "docs", "_site", "index.html");
        if (!File.Exists(page))
        {
            Assert.Inconclusive("Needs the site: run .ci/docs.");
        }

        Browser.Check(_scratch, page, width);
    }

    [TestMethod]
    [DataRow("<p style=\"width:900px\">wide</p>", "scrolls sideways")]
    [DataRow("<p style=\"position:absolute;top:30px;left:20px\">one lies</p><p style=\"position:absolute;top:32px;left:24px\">on the other</p>", "overlap")]
    [DataRow("<script>console.error('broken')</script>", "broken")]
    public void PageWithAFault_IsFound(string fault, string word)
    {
        string page = _scratch.Text("page.html", $"<!doctype html><body>{string.Concat(Enumerable.Range(0, 30).Select(i => $"<p>{i}</p>"))}{fault}");
        Assert.Contains(word, Assert.ThrowsExactly<AssertFailedException>(() => Browser.Check(_scratch, page, 375)).Message);
    }

    /// <summary>Sixty layers with names as exporters of nested modules give them, one of which makes NaN.</summary>
    private static ModelProto Deep()
    {
        var random = new Random(5);
        var builder = new ModelBuilder(17).Input("x", -1, 16).Output("y", [-1, 16]);
        string last = "x";
        for (int i = 0; i < 60; i++)
        {
            string name = $"/model/backbone/encoder_with_a_name_of_some_length/layers.{i}/attention/self/output_projection_{i}/MatMul_output_0";
            builder.Weights($"w{i}", [.. Enumerable.Range(0, 256).Select(_ => (float)((random.NextDouble() - 0.5) * 0.8))], 16, 16);
            builder.Node("MatMul", $"{last} w{i}", name);
            last = name;
            if (i % 7 == 3)
            {
                builder.Node("Relu", last, $"{last}_relu");
                last += "_relu";
            }

            if (i == 30)
            {
                // The square root of values of both signs.
                builder.Node("Sqrt", last, "roots_that_are_not_numbers_for_half_of_all_rows").Node("IsNaN", "roots_that_are_not_numbers_for_half_of_all_rows", "nan")
                    .Node("Where", $"nan {last} roots_that_are_not_numbers_for_half_of_all_rows", "mended");
                last = "mended";
            }
        }

        builder.Node("Identity", last, "y");
        var model = builder.Build();
        foreach (var node in model.Graph.Node)
        {
            node.Name = node.Output[0];
        }

        return model;
    }
}
