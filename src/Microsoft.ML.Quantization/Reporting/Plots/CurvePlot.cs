using System.Text;
using System.Xml.Linq;
using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Reporting.Plots;

/// <summary>The error that each clipping threshold would make, and the least of them.</summary>
internal static class CurvePlot
{
    private const double Left = 48;
    private const double Right = 352;
    private const double Top = 24;
    private const double Bottom = 162;

    // From this ratio on the least of the errors cannot be told from zero on a linear axis.
    private const double WideRatio = 30;

    /// <returns><see langword="null"/> where there are no two points to draw a line between.</returns>
    public static XElement? Draw(CalibratedTensor tensor, string quantity, DivergenceCurve curve, string id)
    {
        double[] finite = [.. curve.Divergences.Where(double.IsFinite)];
        if (finite.Length < 2 || curve.Thresholds[^1] <= curve.Thresholds[0])
        {
            return null;
        }

        var drawing = new Drawing(360, 182);
        var across = new Axis(0, curve.Thresholds[^1], Left, Right);
        var up = Up(finite);
        double threshold = curve.Thresholds[curve.MinimumIndex];
        double least = curve.Divergences[curve.MinimumIndex];
        drawing.Axes(across, up);
        drawing.Path(Line(curve, across, up), "curve");
        drawing.Line(across.At(threshold), Top, across.At(threshold), Bottom, "threshold");
        drawing.Circle(across.At(threshold), up.At(least), 4, "least");
        drawing.Text(across.At(threshold), Top - 8, $"least at {Words.Number(threshold)}", across.At(threshold) > (Left + Right) / 2 ? "end int8" : "start int8");
        return drawing.ToElement(
            id,
            $"{Words.Capital(quantity)} of {Html.Shorten(tensor.Name)} by threshold",
            $"It is least, {Words.Number(least)}, at a threshold of {Words.Number(threshold)}, and {Words.Number(curve.Divergences[^1])} at the largest, {Words.Number(curve.Thresholds[^1])}.");
    }

    /// <summary>What the curve shows; <see langword="null"/> where the method that chose the range has none.</summary>
    public static string? Quantity(CalibratedTensor tensor) => CalibrationRules.Get(tensor.Method).CurveQuantity;

    private static Axis Up(double[] values)
    {
        var (least, most) = (values.Min(), values.Max());
        return least > 0 && most / least > WideRatio
            ? new Axis(least / 1.5, most, Bottom, Top, IsLogarithmic: true)
            : new Axis(0, most > 0 ? most : 1, Bottom, Top);
    }

    /// <summary>Infinite points leave a gap.</summary>
    private static string Line(DivergenceCurve curve, Axis across, Axis up)
    {
        var path = new StringBuilder();
        bool isDrawing = false;
        for (int i = 0; i < curve.Thresholds.Count; i++)
        {
            bool isFinite = double.IsFinite(curve.Divergences[i]);
            if (isFinite)
            {
                path.Append($"{(isDrawing ? 'L' : 'M')}{Drawing.At(across.At(curve.Thresholds[i]))} {Drawing.At(up.At(curve.Divergences[i]))}");
            }

            isDrawing = isFinite;
        }

        return path.ToString();
    }
}
