using System.Globalization;
using System.Text;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization.Comparison;

/// <summary>Writes a comparison as text for a screen of 120 columns.</summary>
internal static class ComparisonText
{
    private const int Width = 120;
    private const int LongestName = 26;
    private const int Indent = 30;

    private static readonly int[] Widths = [LongestName, 9, 24, 8, 8, 8, 10, 6, 8, 10];

    public static string Write(QuantizationComparison comparison)
    {
        var text = new StringBuilder();
        var metric = comparison.Metric;
        string level = string.Create(CultureInfo.InvariantCulture, $"{100 * comparison.Methods[0].LossInterval.Level:0.##}");
        text.AppendLine($"{Line(comparison.ModelName)}: {metric.Name} on {Words.Whole(comparison.Rows)} rows; times of a row on one thread{(comparison.ComparedWords == ComparedWords.OfOnnx ? "" : " in batches")}, all in turn");
        Row(text, [metric.IsShare ? "lost in points" : "", "accuracy", $"lost ({level} %)", "agree", "SQNR", "made in", "a row", "ratio", "rows/s", "size"]);
        foreach (var method in comparison.Methods)
        {
            Row(text, Cells(method, comparison));
        }

        if (comparison.ComparedWords == ComparedWords.OfOnnx)
        {
            text.AppendLine($"One pass over {Words.Whole(comparison.CalibrationRows)} calibration rows, shared by the post-training methods: {Words.Fixed(comparison.ObservationTime.TotalSeconds, 1)} s.");
        }

        if (comparison.FamilyNote is { } note)
        {
            Wrapped(text, "", note);
        }

        text.AppendLine();
        text.AppendLine("Best for (in brackets the effort, and by how much memory in use grew on the way)");
        foreach (var method in comparison.Methods)
        {
            string effort = method.Effort.Length > 0 && method != comparison.Methods[0] ? $" ({Line(method.Effort)}{Memory(method)})" : "";
            Wrapped(text, $"  {Name(method)}".PadRight(Indent), method.Error is { } error ? $"failed: {Line(error)}" : $"{method.BestFor}{effort}");
        }

        text.AppendLine();
        Wrapped(text, "Take ", $"{Name(comparison.Recommended)}. {comparison.Reason}");
        return text.ToString();
    }

    private static string[] Cells(ComparedMethod method, QuantizationComparison comparison)
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

    private static string Lost(ComparedMethod method, Metric metric)
    {
        string Number(double value) => metric.IsShare ? Words.Fixed(100 * value, 2) : value.ToString(Math.Abs(value) is > 0 and < 1e-3 ? "0.0#e0" : "G3", CultureInfo.InvariantCulture);
        return double.IsNaN(method.LossInterval.Low) ? Number(method.Loss) : $"{Number(method.Loss)} ({Number(method.LossInterval.Low)} to {Number(method.LossInterval.High)})";
    }

    private static string Time(double milliseconds) => milliseconds < 0.01 ? $"{Words.Fixed(1000 * milliseconds, 2)} \u00B5s" : Words.Milliseconds(milliseconds);

    private static string Memory(ComparedMethod method) => method.PeakMemoryBytes is { } bytes ? $", +{Words.Megabytes(bytes)}" : "";

    private static void Row(StringBuilder text, string[] cells)
    {
        var line = new StringBuilder(cells[0].PadRight(Widths[0]));
        int end = Widths[0];
        for (int i = 1; i < cells.Length; i++)
        {
            // What is wider than its column takes from the free space of the next ones.
            end += Widths[i];
            line.Append(cells[i].PadLeft(Math.Max(cells[i].Length + 1, end - line.Length)));
        }

        text.AppendLine(line.ToString().TrimEnd());
    }

    /// <summary>Words in lines that fit, the later ones indented.</summary>
    private static void Wrapped(StringBuilder text, string start, string words)
    {
        var line = new StringBuilder(start);
        string indent = new(' ', Math.Min(start.Length, Indent));
        bool isFirst = true;
        foreach (string word in Line(words).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string whole = ForeignText.Shorten(word, Width - Indent - 2);
            if (!isFirst && line.Length + 1 + whole.Length > Width)
            {
                text.AppendLine(line.ToString());
                line.Clear().Append(indent);
                isFirst = true;
            }

            line.Append(isFirst ? "" : " ").Append(whole);
            isFirst = false;
        }

        text.AppendLine(line.ToString());
    }

    private static string Name(ComparedMethod method)
    {
        string name = Line(method.Name);
        return name.Length <= LongestName ? name : $"{name[..(LongestName - 1)]}\u2026";
    }

    /// <summary>Names and messages are whatever their author wrote; here they are one line.</summary>
    private static string Line(string text) => ForeignText.Line(text, Html.LongestText);
}
