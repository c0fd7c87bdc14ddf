using System.Text;
using System.Xml.Linq;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Reporting.Plots;

/// <summary>What was tried, by time and by the accuracy it loses; a line joins those that nothing beats in both.</summary>
internal static class FrontPlot
{
    private const double Left = 56;
    private const double Right = 468;
    private const double Top = 18;
    private const double Bottom = 240;
    private const int LongestName = 28;
    private const string FloatTime = "FP32's time";

    public static XElement Draw(IReadOnlyList<FrontPoint> points, Metric metric, string id)
    {
        var drawing = new Drawing(480, 280);
        double scale = metric.IsShare ? 100 : 1;
        var across = Around(points.Select(point => point.LatencyRatio).Append(1), Left, Right);
        var up = Around(points.Select(point => scale * point.Loss).Append(0), Bottom, Top);
        FrontPoint[] front = [.. points.Where(point => point.IsOnFront).OrderBy(point => point.LatencyRatio).ThenBy(point => point.Loss)];
        drawing.Axes(across, up);
        drawing.Line(Left, up.At(0), Right, up.At(0), "tick");
        drawing.Line(across.At(1), Top, across.At(1), Bottom, "whole");
        drawing.Text(across.At(1) - 4, Top + 8, FloatTime, "end name");
        drawing.Path(Line(front, across, up, scale), "curve");
        foreach (var point in points)
        {
            drawing.Circle(across.At(point.LatencyRatio), up.At(scale * point.Loss), point.IsOnFront ? 5 : 4, point.IsOnFront ? "least" : "beaten");
        }

        Name(drawing, points, point => (across.At(point.LatencyRatio), up.At(scale * point.Loss)), across.At(1));

        drawing.Text((Left + Right) / 2, 274, "latency, INT8 over FP32", "mid");
        drawing.Text(13, (Top + Bottom) / 2, metric.IsShare ? "points lost" : $"{metric.Name} lost", "mid", isUpright: true);
        return drawing.ToElement(
            id,
            "Accuracy lost against latency",
            $"{points.Count} models; from fast to exact, those that no other one beats in both: {string.Join("; ", front.Select(point => $"{Html.Shorten(point.Label)}, ratio {Words.Fixed(point.LatencyRatio, 2)}, {metric.Loss(point.Loss)} lost"))}.");
    }

    /// <summary>Names beside their points, those on the front nearest; one that had to move away is joined to its point.</summary>
    private static void Name(Drawing drawing, IReadOnlyList<FrontPoint> points, Func<FrontPoint, (double X, double Y)> at, double one)
    {
        var placement = new LabelPlacement(Left, Right, Top, Bottom);
        placement.Text(one - 4 - 66, Top + 8, FloatTime);
        foreach (var point in points)
        {
            var (x, y) = at(point);
            placement.Point(x, y);
        }

        foreach (var point in points.OrderByDescending(point => point.IsOnFront))
        {
            var (x, y) = at(point);
            string name = ForeignText.Shorten(point.Label, LongestName);
            var (start, baseLine) = placement.Place(x, y, name);
            bool isRight = start > x;
            if (Math.Abs(baseLine - y - 4) > 9)
            {
                drawing.Line(x, y, isRight ? start - 2 : x - 7, baseLine - 4, "grid");
            }

            drawing.Text(isRight ? start : x - 9, baseLine, name, isRight ? "start name" : "end name");
        }
    }

    private static Axis Around(IEnumerable<double> values, double start, double end)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        double margin = Math.Max(0.08 * (finite.Max() - finite.Min()), 0.02);
        return new Axis(finite.Min() - margin, finite.Max() + margin, start, end);
    }

    private static string Line(FrontPoint[] front, Axis across, Axis up, double scale)
    {
        var path = new StringBuilder();
        foreach (var point in front)
        {
            path.Append($"{(path.Length == 0 ? 'M' : 'L')}{Drawing.At(across.At(point.LatencyRatio))} {Drawing.At(up.At(scale * point.Loss))}");
        }

        return front.Length > 1 ? path.ToString() : "";
    }
}
