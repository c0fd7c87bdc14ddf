using System.Text;
using System.Xml.Linq;

namespace Microsoft.ML.Quantization.Reporting.Plots;

/// <summary>The range of each output channel's FP32 weights, as a bar from the smallest to the largest.</summary>
internal static class WeightPlot
{
    private const double Left = 48;
    private const double Right = 352;
    private const double Top = 10;
    private const double Bottom = 148;
    private const int MostBars = 150;

    public static XElement Draw(string node, WeightRanges weights, string id)
    {
        var drawing = new Drawing(360, 182);
        int channels = weights.Low.Length;
        double low = Math.Min(0, weights.Low.DefaultIfEmpty().Min());
        double high = Math.Max(0, weights.High.DefaultIfEmpty().Max());
        var up = low < high ? new Axis(low, high, Bottom, Top) : new Axis(-1, 1, Bottom, Top);
        var across = new Axis(0, Math.Max(1, channels), Left, Right);
        drawing.Axes(across, up);
        drawing.Path(Bars(weights, across, up), "bars");
        drawing.Line(Left, up.At(0), Right, up.At(0), "tick");
        drawing.Text((Left + Right) / 2, 179, "output channel", "mid");
        return drawing.ToElement(
            id,
            $"Weight ranges of {Html.Shorten(node)}",
            $"{channels} output channels with weights from {Words.Range(low, high)}; the widest is {Words.Number(weights.Spread)} times as wide as the narrowest.");
    }

    /// <summary>Neighbouring channels share a bar where there are more than fit.</summary>
    private static string Bars(WeightRanges weights, Axis across, Axis up)
    {
        var path = new StringBuilder();
        int channels = weights.Low.Length;
        int bars = Math.Min(channels, MostBars);
        for (int i = 0; i < bars; i++)
        {
            var (first, last) = ((int)((long)i * channels / bars), (int)((long)(i + 1) * channels / bars));
            double low = weights.Low.AsSpan(first, last - first).ToArray().Min();
            double high = weights.High.AsSpan(first, last - first).ToArray().Max();
            double gap = bars > 60 ? 0 : 0.12;
            var (start, end) = (across.At(first + (gap * (last - first))), across.At(last - (gap * (last - first))));
            double height = Math.Max(0.6, up.At(low) - up.At(high));
            path.Append($"M{Drawing.At(start)} {Drawing.At(up.At(high))}v{Drawing.At(height)}H{Drawing.At(end)}v{Drawing.At(-height)}z");
        }

        return path.ToString();
    }
}
