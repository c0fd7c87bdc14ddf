using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.ML.Quantization.Reporting;
using Microsoft.ML.Quantization.Reporting.Plots;

namespace Microsoft.ML.Quantization.Tests.Reporting.Plots;

[TestClass]
public sealed class PlotTests
{
    [TestMethod]
    public void Histogram_MarksWhatIsClipped()
    {
        var tensor = new CalibratedTensor("x") { Low = -1, High = 2, Minimum = -2, Maximum = 4, Count = 60 };
        var plot = HistogramPlot.Draw(tensor, new TensorHistogram(-2, 1, [10, 10, 0, 20, 5, 15]), "h");
        Assert.AreEqual(2, Bars(plot, "bars"), "of -1 to 0 and 1 to 2; 0 to 1 has no values");
        Assert.AreEqual(3, Bars(plot, "bars clipped"), "of -2 to -1, 2 to 3 and 3 to 4");
        var thresholds = plot.Elements("line").Where(line => Is(line, "threshold") && (string?)line.Attribute("x1") == (string?)line.Attribute("x2")).Select(line => Number(line, "x1")).Distinct().ToArray();
        var kept = plot.Elements("rect").Single(rect => Is(rect, "kept"));
        Assert.AreEqual(Number(kept, "x"), thresholds.Min(), 0.11);
        Assert.AreEqual(Number(kept, "x") + Number(kept, "width"), thresholds.Max(), 0.11);
    }

    [TestMethod]
    public void Curve_MarksItsMinimumAndLeavesOutInfinity()
    {
        var curve = new DivergenceCurve([1, 2, 3, 4], [double.PositiveInfinity, 0.4, 0.1, 0.3], 2);
        var plot = CurvePlot.Draw(new CalibratedTensor("x"), "error", curve, "c")!;
        string path = (string)plot.Elements("path").Single(line => Is(line, "curve")).Attribute("d")!;
        Assert.AreEqual((1, 2), (path.Count(c => c == 'M'), path.Count(c => c == 'L')));
        var least = plot.Elements("circle").Single();
        StringAssert.Contains(path, $"L{(string?)least.Attribute("cx")} {(string?)least.Attribute("cy")}");
        StringAssert.Contains(plot.Element("desc")!.Value, "least, 0.1, at a threshold of 3");
    }

    [TestMethod]
    public void Curve_OfOnePointOrNoneThatIsFinite_IsNotDrawn()
    {
        Assert.IsNull(CurvePlot.Draw(new CalibratedTensor("x"), "error", new DivergenceCurve([1], [0.5], 0), "c"));
        Assert.IsNull(CurvePlot.Draw(new CalibratedTensor("x"), "error", new DivergenceCurve([1, 2], [double.PositiveInfinity, double.PositiveInfinity], 0), "c"));
    }

    [TestMethod]
    public void ConstantsAndZeros_HaveDrawingsToo()
    {
        var tensor = new CalibratedTensor("x") { Low = 0, High = 0.5f, Minimum = 0.5f, Maximum = 0.5f, Count = 9 };
        AssertNoNaN(HistogramPlot.Draw(tensor, new TensorHistogram(0, 0.5, [9]), "h"));
        AssertNoNaN(WeightPlot.Draw("n", new WeightRanges([0, 0], [0, 0]), "w"));
        AssertNoNaN(WeightPlot.Draw("n", new WeightRanges([], []), "w"));
        AssertNoNaN(CurvePlot.Draw(tensor, "error", new DivergenceCurve([1, 2], [0, 0], 1), "c")!);
        AssertNoNaN(FrontPlot.Draw([new("only", 1, 0, true)], new("accuracy", true), "f"));
        AssertNoNaN(GraphStrip.Draw([new NodeReport("n", "Conv", true, true, "")], "g"));
    }

    [TestMethod]
    public void Weights_OfManyChannelsShareBarsAndLoseNoExtreme()
    {
        float[] high = [.. Enumerable.Repeat(1f, 1000)];
        high[777] = 50;
        var plot = WeightPlot.Draw("n", new WeightRanges([.. Enumerable.Repeat(-1f, 1000)], high), "w");
        Assert.AreEqual(150, Bars(plot, "bars"));
        StringAssert.Contains(plot.Element("desc")!.Value, "from -1 to 50; the widest is 50 times");
        double top = Regex.Matches(Path(plot, "bars"), @"M[\d.]+ ([\d.]+)").Min(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        Assert.AreEqual(10, top, "the widest channel reaches the top");
    }

    [TestMethod]
    public void Strip_TellsStatesApartByMoreThanColour()
    {
        var plot = GraphStrip.Draw([new("a", "Conv", true, true, ""), new("b", "Relu", true, true, "") { IsFolded = true, Sources = [0] }, new("c", "Softmax", false, false, "") { Sources = [0, 1] }], "g");
        var cells = plot.Elements("rect").ToArray();
        CollectionAssert.AreEqual(new[] { "fused", "folded", "float" }, cells.Select(cell => (string?)cell.Attribute("class")).ToArray());
        Assert.IsGreaterThan(Number(cells[2], "height"), Number(cells[0], "height"), "INT8 is taller than FP32");
        CollectionAssert.AreEqual(new[] { "Conv a: INT8", "Relu b: folded", "Softmax c: FP32" }, cells.Select(cell => cell.Element("title")!.Value).ToArray());
        Assert.HasCount(1, plot.Elements("path").Where(path => Is(path, "arc")).ToArray(), "from a to c");
    }

    private static int Bars(XElement plot, string style) => Path(plot, style).Count(c => c == 'M');

    private static string Path(XElement plot, string style) => (string)plot.Elements("path").Single(path => Is(path, style)).Attribute("d")!;

    private static bool Is(XElement shape, string style) => (string?)shape.Attribute("class") == style;

    private static double Number(XElement shape, string name) => double.Parse((string)shape.Attribute(name)!, CultureInfo.InvariantCulture);

    private static void AssertNoNaN(XElement plot)
    {
        string text = plot.ToString();
        Assert.IsFalse(text.Contains("NaN", StringComparison.Ordinal) || text.Contains('∞'), text);
    }
}
