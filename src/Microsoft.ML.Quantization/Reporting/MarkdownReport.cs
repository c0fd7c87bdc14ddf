using System.Text;
using static Microsoft.ML.Quantization.Reporting.Markdown;

namespace Microsoft.ML.Quantization.Reporting;

/// <summary>Writes the parts of a report that a pull request needs.</summary>
internal static class MarkdownReport
{
    private const int Most = 10;

    public static string Write(ReportDocument document)
    {
        var markdown = new StringBuilder($"# Quantization report: {Text(document.Title)}\n\n");
        if (document.Verdict is { } verdict)
        {
            string word = verdict.Level switch { VerdictLevel.Good => "Good", VerdictLevel.Caution => "Look closer", _ => "Problem" };
            markdown.Append($"**{word}: {Text(verdict.Headline)}**\n\n");
            foreach (string detail in verdict.Details)
            {
                markdown.Append($"{Text(detail)}\n\n");
            }
        }

        if (document.Measures is { } measures)
        {
            Table(markdown, ["", "FP32#", "INT8#", "Change#"], Figures(measures));
            markdown.Append(measures.HasRows ? $"Agreement {Words.Percent(measures.Agreement)} of {Words.Whole(measures.Rows)} calibration rows, output SQNR {Words.Decibels(measures.Sqnr)}.\n\n" : "");
            markdown.Append(document.FinerTarget is { } finer ? $"{Text(finer.ToString())}\n\n" : "");
        }

        Part(markdown, "Figures", ["", "#", ""], document.Figures.Select(figure => new[] { Text(figure.Name), Text(figure.Value), Text(figure.Note) }));
        Part(markdown, "Stages", ["Stage", "Is", "Size in the file#", "Time of a row#", "Share of time#", "What was made of it, or why it stays"], document.Stages.Select(stage => new[] { Code(stage.Name), stage.Word, StageWords.Bytes(stage), StageWords.Time(stage), StageWords.Share(stage), Text(stage.Explanation) }));
        Part(markdown, "Metrics", ["Metric", "As trained#", "Quantized#", "Lost (95 % interval)#"], document.Metrics.Select(metric => (string[])[Text(metric.Name), .. StageWords.Cells(metric)]));
        Bullets(markdown, "Warnings", document.Warnings.Select(Text));
        Part(markdown, "Outputs", ["Output, or part of one", "SQNR#", "Agreement#"], OutputSections.Lines(document));
        Part(markdown, "Passes", ["Pass", "Kept", "Outputs closer by#", "Of its parts", "Why", "Time#"], PassSections.Lines(document));
        Part(markdown, "Files of targets", ["Target", "Size#", "Nodes in INT8#", "In FP32", "Findings", "Compared"], TargetSections.Lines(document));
        Part(markdown, "Methods compared", ["Method", "FP32#", "INT8#", "Lost (95 % interval)#", "Agreement#", "SQNR#", "Rows#", "To quantize#", "Latency ratio#", "Rows a second#", "Size#", "Effort", "Best for"], document.Methods.Select(row => Method(row, document.Metric)));
        Part(markdown, "Attempts", ["Model", "Lost (95 % interval)#", "At most#", "Rows#", "SQNR#", "Ratio of time (95 % interval)#", AttemptWords.LeftOut(document), "Outcome"], document.Attempts.Select(Attempt));
        Part(markdown, "Accuracy against latency", ["On the front", "Latency ratio#", "Lost#"], document.Front.Where(point => point.IsOnFront).OrderBy(point => point.LatencyRatio).Select(point => new[] { Text(point.Label), Words.Fixed(point.LatencyRatio, 2), document.Metric.Loss(point.Loss) }));
        Part(markdown, "Layers by sensitivity", ["Node", "Operator", "Runs in", "Share of the output's error#"], document.Layers.OrderByDescending(layer => layer.Share).Take(Most).Select(layer => new[] { Code(layer.Node), Text(layer.OperatorType), layer.IsQuantized ? "INT8" : "FP32", Words.Percent(layer.Share) }));
        Part(markdown, "What runs in FP32", ["Nodes#", "Operator", "Why"], Floats(document).Take(Most));
        Part(markdown, "Noisiest tensors", ["Tensor", "SQNR#", "INT8 range#", "Clipped#"], document.Noisiest.Take(Most).Select(tensor => new[] { Code(tensor.Name), Words.Decibels(tensor.Sqnr), Words.Range(tensor.Low, tensor.High), Words.Percent(tensor.ClippedShare) }));
        Part(markdown, "Most uneven weights", ["Node", "Channels#", "Widest channel over narrowest#"], Uneven(document).Take(Most));
        return markdown.ToString();
    }

    private static IEnumerable<string[]> Figures(Measures measures)
    {
        yield return ["Size", Words.Megabytes(measures.FloatBytes), Words.Megabytes(measures.QuantizedBytes), Words.Smaller(measures.FloatBytes, measures.QuantizedBytes)];
        if (measures.HasRows)
        {
            yield return ["Latency of a row, one thread", Words.Milliseconds(measures.FloatMilliseconds), Words.Milliseconds(measures.QuantizedMilliseconds), $"ratio {Words.Fixed(measures.LatencyRatio, 2)}"];
        }
    }

    private static string[] Method(MethodRow row, Metric metric) =>
    [
        Text(row.Name),
        Words.OrUnknown(row.FloatAccuracy, metric.Value),
        Words.OrUnknown(row.QuantizedAccuracy, metric.Value),
        metric.Loss(row.Loss, row.LossLow, row.LossHigh),
        Words.OrUnknown(row.Agreement, Words.Percent),
        Words.OrUnknown(row.Sqnr, Words.Decibels),
        Words.OrUnknown(row.Rows, Words.Whole),
        Words.OrUnknown(row.Seconds, seconds => $"{Words.Fixed(seconds, 1)} s"),
        Words.OrUnknown(row.LatencyRatio, ratio => Words.Fixed(ratio, 2)),
        Words.OrUnknown(row.RowsPerSecond, rows => Words.Fixed(rows, 0)),
        Words.OrUnknown(row.Bytes, Words.Megabytes),
        Text(row.Effort),
        Text(row.BestFor),
    ];

    private static string[] Attempt(QuantizationAttempt attempt) =>
    [
        attempt.IsAccepted ? $"**{Text(attempt.Name)}**" : Text(attempt.Name),
        AttemptWords.Lost(attempt),
        AttemptWords.Bound(attempt),
        AttemptWords.Rows(attempt),
        AttemptWords.Sqnr(attempt),
        AttemptWords.Ratio(attempt),
        string.Join(", ", attempt.FloatNodes.Select(Code)),
        Text(attempt.Outcome),
    ];

    private static IEnumerable<string[]> Floats(ReportDocument document) => document.Nodes.Where(node => !node.IsQuantized)
        .GroupBy(node => (node.OperatorType, node.Reason)).OrderByDescending(group => group.Count())
        .Select(group => new[] { Words.Whole(group.Count()), Text(group.Key.OperatorType), Text(group.Key.Reason) });

    private static IEnumerable<string[]> Uneven(ReportDocument document) => document.Nodes.Where(node => node.Weights != null)
        .OrderByDescending(node => node.Weights!.Spread)
        .Select(node => new[] { Code(node.Name), Words.Whole(node.Weights!.Low.Length), Words.Number(node.Weights.Spread) });

    private static void Part(StringBuilder markdown, string heading, string[] columns, IEnumerable<string[]> rows)
    {
        string[][] all = [.. rows];
        if (all.Length > 0)
        {
            markdown.Append($"## {heading}\n\n");
            Table(markdown, columns, all);
        }
    }

    private static void Bullets(StringBuilder markdown, string heading, IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        if (all.Length > 0)
        {
            markdown.Append($"## {heading}\n\n").AppendJoin("", all.Select(line => $"- {line}\n")).Append('\n');
        }
    }
}
