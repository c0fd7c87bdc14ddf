using System.Globalization;
using Microsoft.ML.Quantization.Reporting;
using Microsoft.ML.Quantization.Reporting.Plots;

namespace Microsoft.ML.Quantization.Tests.Reporting.Plots;

[TestClass]
public sealed class LabelPlacementTests
{
    private const double CharacterWidth = 6;
    private const double LineHeight = 11;

    /// <summary>Methods that hardly differ lie on top of each other; their names do not.</summary>
    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.01)]
    [DataRow(0.3)]
    public void NamesOfCrowdedPoints_CoverNeitherEachOtherNorAPoint(double apart)
    {
        string[] names = ["FP32", "min-max", "entropy", "percentile", "mean squared error", "auto", "mean sq. error, per tensor"];
        FrontPoint[] points = [.. names.Select((name, i) => new FrontPoint(name, 0.7 + (apart * (i % 3)), 0.001 * i * apart, i % 2 == 0))];
        var plot = FrontPlot.Draw(points, new Metric("accuracy", IsShare: true), "f");
        var boxes = names.Select(name =>
        {
            var text = plot.Elements("text").Single(element => element.Value == name);
            double x = Number((string)text.Attribute("x")!);
            double y = Number((string)text.Attribute("y")!);
            double width = CharacterWidth * name.Length;
            double left = ((string)text.Attribute("class")!).StartsWith("end", StringComparison.Ordinal) ? x - width : x;
            return (Name: name, Left: left, Right: left + width, Top: y - LineHeight + 2, Bottom: y + 2);
        }).ToArray();
        var circles = plot.Elements("circle").Select(circle => (X: Number((string)circle.Attribute("cx")!), Y: Number((string)circle.Attribute("cy")!))).ToArray();
        for (int i = 0; i < boxes.Length; i++)
        {
            var box = boxes[i];
            Assert.IsTrue(box.Left >= 0 && box.Right <= 480, $"{box}");
            Assert.IsFalse(boxes.Skip(i + 1).Any(other => box.Left < other.Right && other.Left < box.Right && box.Top < other.Bottom && other.Top < box.Bottom), $"{box}");
            Assert.IsFalse(circles.Any(circle => circle.X > box.Left && circle.X < box.Right && circle.Y > box.Top && circle.Y < box.Bottom), $"{box}");
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
