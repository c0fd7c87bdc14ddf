using System.Text;
using System.Xml.Linq;

namespace Microsoft.ML.Quantization.Reporting.Plots;

/// <summary>What was tried, by time and by the accuracy it loses; a line joins those that nothing beats in both.</summary>
internal static class FrontPlot
{
    private const double Left = 56;
    private const double Right = 468;
    private const double Top = 18;
    private const double Bottom = 240;

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
        drawing.Text(across.At(1) - 4, Top + 8, "FP32's time", "end");
        drawing.Path(Line(front, across, up, scale), "curve");
        foreach (var point in points)
        {
            var (x, y) = (across.At(point.LatencyRatio), up.At(scale * point.Loss));
            drawing.Circle(x, y, point.IsOnFront ? 5 : 4, point.IsOnFront ? "least" : "beaten");
            drawing.Text(x > (Left + Right) / 2 ? x - 8 : x + 8, y - 6, Html.Shorten(point.Label), x > (Left + Right) / 2 ? "end" : "start");
        }

        drawing.Text((Left + Right) / 2, 274, "latency, INT8 over FP32", "mid");
        drawing.Text(13, (Top + Bottom) / 2, metric.IsShare ? "points lost" : $"{metric.Name} lost", "mid", isUpright: true);
        return drawing.ToElement(
            id,
            "Accuracy lost against latency",
            $"{points.Count} models; from fast to exact, those that no other one beats in both: {string.Join("; ", front.Select(point => $"{Html.Shorten(point.Label)}, ratio {Words.Fixed(point.LatencyRatio, 2)}, {metric.Loss(point.Loss)} lost"))}.");
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
