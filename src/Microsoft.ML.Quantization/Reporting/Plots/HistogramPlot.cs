using System.Text;
using System.Xml.Linq;

namespace Microsoft.ML.Quantization.Reporting.Plots;

/// <summary>A tensor's histogram with counts on a logarithmic axis, what INT8 keeps of it, and the whole FP32 range.</summary>
internal static class HistogramPlot
{
    private const double Left = 40;
    private const double Right = 352;
    private const double Top = 34;
    private const double Bottom = 162;

    public static XElement Draw(CalibratedTensor tensor, TensorHistogram histogram, string id)
    {
        var drawing = new Drawing(360, 182);
        double low = Math.Min(histogram.Low, Math.Min(tensor.Low, tensor.Minimum));
        double high = Math.Max(histogram.High, Math.Max(tensor.High, tensor.Maximum));
        var across = new Axis(low, high, Left, Right);
        var up = new Axis(0.7, Math.Max(10, histogram.Counts.Max()), Bottom, Top, IsLogarithmic: true);
        drawing.Box(across.At(tensor.Low), Top, across.At(tensor.High) - across.At(tensor.Low), Bottom - Top, "kept");
        drawing.Axes(across, up);
        drawing.Path(Bars(tensor, histogram, across, up, clipped: false), "bars");
        drawing.Path(Bars(tensor, histogram, across, up, clipped: true), "bars clipped");
        Bracket(drawing, across, 10, tensor.Minimum, tensor.Maximum, "whole");
        Bracket(drawing, across, 24, tensor.Low, tensor.High, "threshold");
        drawing.Line(across.At(tensor.Low), 24, across.At(tensor.Low), Bottom, "threshold");
        drawing.Line(across.At(tensor.High), 24, across.At(tensor.High), Bottom, "threshold");
        drawing.Text(Left - 5, 13.5, "FP32", "end");
        drawing.Text(Left - 5, 27.5, "INT8", "end int8");
        return drawing.ToElement(
            id,
            $"Histogram of {Html.Shorten(tensor.Name)}",
            $"{Words.Whole(tensor.Count)} values from {Words.Range(tensor.Minimum, tensor.Maximum)}; INT8 keeps {Words.Range(tensor.Low, tensor.High)} and clips {Words.Percent(tensor.ClippedShare)} of them.");
    }

    private static void Bracket(Drawing drawing, Axis across, double y, double low, double high, string style)
    {
        drawing.Line(across.At(low), y, across.At(high), y, style);
        drawing.Line(across.At(low), y - 4, across.At(low), y + 4, style);
        drawing.Line(across.At(high), y - 4, across.At(high), y + 4, style);
    }

    private static string Bars(CalibratedTensor tensor, TensorHistogram histogram, Axis across, Axis up, bool clipped)
    {
        var path = new StringBuilder();
        for (int i = 0; i < histogram.Counts.Count; i++)
        {
            double start = histogram.Low + (i * histogram.BinWidth);
            double centre = start + (histogram.BinWidth / 2);
            if (histogram.Counts[i] > 0 && clipped == (centre < tensor.Low || centre > tensor.High))
            {
                double end = across.At(start + histogram.BinWidth);
                path.Append($"M{Drawing.At(across.At(start))} {Drawing.At(Bottom)}V{Drawing.At(up.At(histogram.Counts[i]))}H{Drawing.At(end)}V{Drawing.At(Bottom)}z");
            }
        }

        return path.ToString();
    }
}
