using System.Globalization;
using Microsoft.ML.Quantization.Tool.Terminal;
using Spectre.Console;

namespace Microsoft.ML.Quantization.Tool.Commands;

/// <summary>What was gained and what was lost, in a table.</summary>
internal static class QuantizationSummary
{
    public static void Print(IAnsiConsole console, QuantizationRequest request, QuantizationReport report, QuantizationEvaluation? evaluation, double seconds)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("").AddColumn(new TableColumn("FP32").RightAligned()).AddColumn(new TableColumn("INT8").RightAligned()).AddColumn("");
        table.AddRow("size", Numbers.Bytes(report.FloatBytes), Numbers.Bytes(report.QuantizedBytes), Numbers.Ratio(report.QuantizedBytes / (double)report.FloatBytes));
        if (report.FloatLatency > TimeSpan.Zero)
        {
            table.AddRow("a row, one thread", Numbers.Time(report.FloatLatency), Numbers.Time(report.QuantizedLatency), Numbers.Ratio(report.QuantizedLatency / report.FloatLatency));
        }

        foreach (var metric in evaluation?.Metrics ?? [])
        {
            table.AddRow(PlainText.Cell(metric.Name), Metric(metric.Float), Metric(metric.Quantized), PlainText.Cell(Interval(metric)));
        }

        if (report.EvaluatedRows > 0)
        {
            table.AddRow("outputs", "", Numbers.Decibels(report.Sqnr), "signal to noise");
        }

        if (!double.IsNaN(report.Agreement))
        {
            table.AddRow("same decision", "", Numbers.Share(evaluation is { } known ? known.Agreement : report.Agreement), string.Create(CultureInfo.InvariantCulture, $"of {evaluation?.Rows ?? report.EvaluatedRows:N0} rows"));
        }

        int integer = report.Nodes.Count(node => node.IsQuantized);
        table.AddRow("nodes in INT8", "", integer.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"of {report.Nodes.Count:N0}"));
        console.Write(table);
        console.PlainLine(string.Create(CultureInfo.InvariantCulture, $"Wrote '{request.OutputFile}'{(request.ReportFile == null ? "" : $" and '{request.ReportFile}'")} in {seconds:0.0} s."));
    }

    private static string Metric(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Interval(MetricComparison metric) =>
        string.Create(CultureInfo.InvariantCulture, $"lost {metric.Loss:0.####} ({100 * metric.Interval.Level:0} %: {metric.Interval.Low:0.####} to {metric.Interval.High:0.####})");
}
