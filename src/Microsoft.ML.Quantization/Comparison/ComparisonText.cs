using System.Globalization;
using System.Text;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization.Comparison;

/// <summary>Writes a comparison as text for a screen of up to 120 columns; a narrower one gets fewer columns of numbers.</summary>
internal static class ComparisonText
{
    public const int Widest = 120;

    private const int Indent = 30;

    private static readonly int[] Widths = [ComparisonCells.LongestName, 9, 24, 8, 8, 8, 10, 6, 8, 10];

    /// <summary>The columns that a narrow screen does without, those first that say least beside the others: rows/s, made in, agree, size, SQNR.</summary>
    private static readonly int[] LeftOut = [8, 5, 3, 9, 4];

    public static string Write(QuantizationComparison comparison, int width = Widest)
    {
        width = Math.Min(width, Widest);
        int[] columns = Columns(width);
        var text = new StringBuilder();
        var metric = comparison.Metric;
        string level = string.Create(CultureInfo.InvariantCulture, $"{100 * comparison.Methods[0].LossInterval.Level:0.##}");
        Wrapped(text, "", $"{ComparisonCells.Line(comparison.ModelName)}: {metric.Name} on {Words.Whole(comparison.Rows)} rows; times of a row on one thread{(comparison.ComparedWords == ComparedWords.OfOnnx ? "" : " in batches")}, all in turn", width);
        Row(text, columns, [metric.IsShare ? "lost in points" : "", "accuracy", $"lost ({level} %)", "agree", "SQNR", "made in", "a row", "ratio", "rows/s", "size"]);
        foreach (var method in comparison.Methods)
        {
            Row(text, columns, ComparisonCells.Create(method, comparison));
        }

        if (comparison.ComparedWords == ComparedWords.OfOnnx)
        {
            Wrapped(text, "", $"One pass over {Words.Whole(comparison.CalibrationRows)} calibration rows, shared by the post-training methods: {Words.Fixed(comparison.ObservationTime.TotalSeconds, 1)} s.", width);
        }

        foreach (string note in new[] { comparison.RowsNote, comparison.FamilyNote }.OfType<string>())
        {
            Wrapped(text, "", note, width);
        }

        text.AppendLine();
        Wrapped(text, "", "Best for (in brackets the effort, and by how much memory in use grew on the way)", width);
        foreach (var method in comparison.Methods)
        {
            string effort = method.Effort.Length > 0 && method != comparison.Methods[0] ? $" ({ComparisonCells.Line(method.Effort)}{Memory(method)})" : "";
            Wrapped(text, $"  {ComparisonCells.Name(method)}".PadRight(Indent), method.Error is { } error ? $"failed: {ComparisonCells.Line(error)}" : $"{method.BestFor}{effort}", width);
        }

        text.AppendLine();
        Wrapped(text, "Take ", $"{ComparisonCells.Name(comparison.Recommended)}. {comparison.Reason}", width);
        return text.ToString();
    }

    private static string Memory(ComparedMethod method) => method.PeakMemoryBytes is { } bytes ? $", +{Words.Megabytes(bytes)}" : "";

    /// <summary>As many columns as fit, in their order.</summary>
    private static int[] Columns(int width)
    {
        int[] columns = [.. Enumerable.Range(0, Widths.Length)];
        foreach (int column in LeftOut)
        {
            if (columns.Sum(each => Widths[each]) > width)
            {
                columns = Array.FindAll(columns, each => each != column);
            }
        }

        return columns;
    }

    private static void Row(StringBuilder text, int[] columns, string[] cells)
    {
        var line = new StringBuilder(cells[0].PadRight(Widths[0]));
        int end = Widths[0];
        foreach (int i in columns.Where(column => column > 0 && column < cells.Length))
        {
            // What is wider than its column takes from the free space of the next ones.
            end += Widths[i];
            line.Append(cells[i].PadLeft(Math.Max(cells[i].Length + 1, end - line.Length)));
        }

        text.AppendLine(line.ToString().TrimEnd());
    }

    /// <summary>Words in lines that fit, the later ones indented.</summary>
    private static void Wrapped(StringBuilder text, string start, string words, int width)
    {
        var line = new StringBuilder(start);
        string indent = new(' ', Math.Min(start.Length, Indent));
        bool isFirst = true;
        foreach (string word in ComparisonCells.Line(words).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string whole = ForeignText.Shorten(word, width - Indent - 2);
            if (!isFirst && line.Length + 1 + whole.Length > width)
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
}
