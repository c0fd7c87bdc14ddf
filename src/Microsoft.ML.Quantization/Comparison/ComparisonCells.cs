using System.Globalization;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization.Comparison;

/// <summary>A line of a comparison as the cells of a table.</summary>
internal static class ComparisonCells
{
    public const int LongestName = 26;

    public static string[] Create(ComparedMethod method, QuantizationComparison comparison)
    {
        bool isFloat = method == comparison.Methods[0];
        var metric = comparison.Metric;
        return !method.IsUsable ? [Name(method), "failed"] :
        [
            Name(method),
            double.IsNaN(method.Accuracy) ? Words.Dash : metric.IsShare ? $"{Words.Fixed(100 * method.Accuracy, 2)} %" : Words.Number(method.Accuracy),
            isFloat || double.IsNaN(method.Loss) ? Words.Dash : Lost(method, metric),
            isFloat || double.IsNaN(method.Agreement) ? Words.Dash : $"{Words.Fixed(100 * method.Agreement, 1)} %",
            isFloat ? Words.Dash : double.IsFinite(method.Sqnr) ? $"{Words.Fixed(method.Sqnr, 1)} dB" : Words.Decibels(method.Sqnr),
            isFloat ? Words.Dash : $"{Words.Fixed(method.MakingTime.TotalSeconds, 1)} s",
            method.RowsPerSecond > 0 ? Time(1000 / method.RowsPerSecond) : Words.Dash,
            double.IsNaN(method.LatencyRatio) ? Words.Dash : Words.Fixed(method.LatencyRatio, 2),
            double.IsNaN(method.RowsPerSecond) ? Words.Dash : Words.Fixed(method.RowsPerSecond, method.RowsPerSecond < 100 ? 1 : 0),
            Words.Megabytes(method.Bytes),
        ];
    }

    public static string Name(ComparedMethod method)
    {
        string name = Line(method.Name);
        return name.Length <= LongestName ? name : $"{name[..(LongestName - 1)]}\u2026";
    }

    /// <summary>Names and messages are whatever their author wrote; here they are one line.</summary>
    public static string Line(string text) => ForeignText.Line(text, Html.LongestText);

    private static string Lost(ComparedMethod method, Metric metric)
    {
        string Number(double value) => metric.IsShare ? Words.Fixed(100 * value, 2) : value.ToString(Math.Abs(value) is > 0 and < 1e-3 ? "0.0#e0" : "G3", CultureInfo.InvariantCulture);
        return double.IsNaN(method.LossInterval.Low) ? Number(method.Loss) : $"{Number(method.Loss)} ({Number(method.LossInterval.Low)} to {Number(method.LossInterval.High)})";
    }

    private static string Time(double milliseconds) => milliseconds < 0.01 ? $"{Words.Fixed(1000 * milliseconds, 2)} \u00B5s" : Words.Milliseconds(milliseconds);
}
