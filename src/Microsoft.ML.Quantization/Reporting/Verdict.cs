namespace Microsoft.ML.Quantization.Reporting;

/// <summary>What a report says first.</summary>
/// <param name="Level">Whether to go on.</param>
/// <param name="Headline">One sentence.</param>
/// <param name="Details">More sentences.</param>
internal sealed record Verdict(VerdictLevel Level, string Headline, IReadOnlyList<string> Details)
{
    // Below these a model with classes to tell apart, or any other, is likely to be broken, or deserves a look.
    internal const double BrokenAgreement = 0.9;
    internal const double LowSqnr = 15;
    internal const double CloseSqnr = 20;
    private const double LowAgreement = 0.97;
    private const double BrokenSqnr = 5;

    /// <summary>The verdict that the measures of the report allow, which are no measure of accuracy.</summary>
    public static Verdict Create(QuantizationReport report)
    {
        int quantized = report.Nodes.Count(node => node.IsQuantized);
        string nodes = $"{quantized} of {report.Nodes.Count} nodes run in INT8.";
        if (quantized == 0)
        {
            return new Verdict(VerdictLevel.Caution, "Nothing runs in INT8: this is the FP32 model.", ["The table of nodes says why each one stays in FP32."]);
        }

        string smaller = Words.Smaller(report.FloatBytes, report.QuantizedBytes);
        if (report.EvaluatedRows == 0)
        {
            return new Verdict(VerdictLevel.Caution, $"INT8 is {smaller}; how fast and how exact it is was not measured.", [nodes]);
        }

        double ratio = report.QuantizedLatency / report.FloatLatency;
        (VerdictLevel Level, string Sentence)[] concerns = [.. OutputConcerns(report), .. Concerns(report, ratio)];
        string speed = ratio <= 1 ? $"takes {Words.Percent(ratio)} of FP32's time" : $"is slower than FP32 (ratio {Words.Fixed(ratio, 2)})";
        return new Verdict(
            concerns.Select(concern => concern.Level).DefaultIfEmpty(VerdictLevel.Good).Max(),
            $"INT8 agrees with FP32 on {Words.Percent(report.Agreement)} of {report.EvaluatedRows} rows, {speed} and is {smaller}.",
            [.. concerns.Select(concern => concern.Sentence), nodes, "Agreement was measured on calibration rows. It is no accuracy: measure that on labelled rows that were not calibrated on."]);
    }

    /// <summary>What speaks against the INT8 model in its outputs: the worst of each kind, with the output's name where there are several.</summary>
    private static IEnumerable<(VerdictLevel Level, string Sentence)> OutputConcerns(QuantizationReport report)
    {
        IReadOnlyList<OutputReport> outputs = report.Outputs.Count > 0 ? report.Outputs : [new OutputReport("") { Agreement = report.Agreement, Sqnr = report.Sqnr, IsDecision = true }];
        string Create(OutputReport output) => outputs.Count > 1 ? $" of output '{output.Name}'" : "";
        if (outputs.Where(output => output.IsDecision || output.Sqnr < CloseSqnr).MinBy(output => output.Agreement) is { } decision)
        {
            if (decision.Agreement < BrokenAgreement)
            {
                // Of outputs that are no classes, such as boxes, the largest may be any of many that are nearly equal.
                yield return (decision.Sqnr < CloseSqnr ? VerdictLevel.Bad : VerdictLevel.Caution, $"Fewer than {Words.Percent(BrokenAgreement)} of the rows{Create(decision)} agree: where the outputs are classes, try another calibration method, or keep the noisiest layers in FP32.");
            }
            else if (decision.Agreement < LowAgreement)
            {
                yield return (VerdictLevel.Caution, $"Fewer than {Words.Percent(LowAgreement)} of the rows{Create(decision)} agree: measure what that costs in accuracy.");
            }
        }

        if (outputs.Where(output => output.Lowest < LowSqnr).MinBy(output => output.Lowest) is { } noisy)
        {
            string subject = noisy.Worst is { } part && part.Sqnr < noisy.Sqnr ? $"Part '{part.Name}' of output '{noisy.Name}' is far from FP32's"
                : outputs.Count > 1 ? $"Output '{noisy.Name}' is far from FP32's"
                : "The outputs are far from FP32's";
            yield return (noisy.Lowest < BrokenSqnr ? VerdictLevel.Bad : VerdictLevel.Caution, $"{subject} ({Words.Decibels(noisy.Lowest)}): the noisiest tensors below are where to look.");
        }
    }

    /// <summary>What else asks for a look.</summary>
    private static IEnumerable<(VerdictLevel Level, string Sentence)> Concerns(QuantizationReport report, double ratio)
    {
        if (ratio > 1)
        {
            yield return (VerdictLevel.Caution, "INT8 gains no speed on this machine.");
        }

        if (report.Warnings.Count > 0)
        {
            yield return (VerdictLevel.Caution, $"There {(report.Warnings.Count == 1 ? "is a warning" : $"are {report.Warnings.Count} warnings")} below.");
        }
    }
}
