using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>Tells which outputs of an INT8 model are too far from FP32's, the likely cause, and what to do about it.</summary>
internal static class OutputFindings
{
    /// <summary>One row that differs is chance.</summary>
    private const double FewestDisagreeing = 2;

    private const int Most = 5;

    public static IEnumerable<Finding> Collect(IReadOnlyList<OutputReport> outputs, Evidence evidence)
    {
        OutputReport[] bad = [.. outputs.Where(output => !evidence.IsTrained && IsBad(output))];
        foreach (var output in bad.Take(Most))
        {
            yield return new Finding(output.Name, Text(output, evidence));
        }

        if (bad.Length > Most)
        {
            yield return new Finding(bad[Most].Name, $"{bad.Length - Most} more outputs of the INT8 model are far from FP32's, '{bad[Most].Name}' the first.");
        }
    }

    public static bool IsBad(OutputReport output) => output.Lowest < Verdict.LowSqnr
        || (output.IsDecision && output.Agreement < Verdict.BrokenAgreement && output.Disagreeing >= FewestDisagreeing);

    private static string Text(OutputReport output, Evidence evidence)
    {
        var part = output.Worst is { } worst && worst.Sqnr < Math.Min(output.Sqnr, Verdict.LowSqnr) ? worst : null;
        double sqnr = part?.Sqnr ?? output.Sqnr;
        string subject = part == null ? $"Output '{output.Name}'" : $"Part '{part.Name}' of output '{output.Name}'";
        string noise = double.IsNaN(sqnr) ? "" : $"its SQNR is {Words.Decibels(sqnr)}, the mean of each row removed{(part == null ? "" : $" ({Words.Decibels(output.Sqnr)} for the whole output, which other parts make up)")}";
        string agreement = output.IsDecision ? $"{Words.Percent(output.Agreement)} of the rows agree" : "";
        string measured = string.Join(", and ", new[] { noise, agreement }.Where(text => text.Length > 0));
        var cause = LikelyCause.Find(output.Name, evidence);
        string why = cause == null ? "" : $" The likely cause is {cause.Words}.";
        return $"{subject} of the INT8 model is far from FP32's on {output.Rows} calibration rows: {measured}.{why} {Remedies(cause, output, evidence)}";
    }

    private static string Remedies(LikelyCause? cause, OutputReport output, Evidence evidence)
    {
        string[] ways =
        [
            .. evidence.HasScaleForEachChannel ? Array.Empty<string>() : ["set PerChannel"],
            .. cause?.Scales != false && !evidence.Table.IsEqualized ? new[] { "set CrossLayerEqualization, which brings channels to like size" } : [],
            .. cause is { Nodes.Count: > 0 } ? new[] { $"leave {string.Join(", ", cause.Nodes.Select(node => $"'{node}'"))} in FP32 (ExcludedNodes)" } : [],
            output.IsDecision ? "set a budget (Budget.MaxAccuracyLoss), with which Fit finds the nodes to leave in FP32" : "set a budget (Budget.MaxLatencyRatio), with which Fit leaves in FP32 what it has time for",
        ];
        return $"{Words.Capital(string.Join("; or ", ways))}. Sensitivity tells each layer's share of the error.";
    }
}
