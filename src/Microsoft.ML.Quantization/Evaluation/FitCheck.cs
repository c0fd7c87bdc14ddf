using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Reporting;
using Microsoft.ML.Quantization.Timing;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>
/// Looks at an INT8 model as soon as it is made: runs it and the FP32 model on a few rows, more of them where these leave in doubt whether it is sound, and
/// times both for a moment. It takes a fraction of a second, and of a calibration.
/// </summary>
internal sealed class FitCheck(Evidence evidence)
{
    private const int FirstRows = 8;
    private const double LargestShare = 0.3;

    /// <summary>An output so far below what is warned of will not recover on more rows.</summary>
    private const double BeyondDoubt = 5;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(0.3);

    /// <summary>What is wrong; nothing before it was looked at.</summary>
    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    /// <summary>What the outputs are like; <see langword="null"/> before it was looked at.</summary>
    public OutputComparison? Comparison { get; private set; }

    /// <summary>Looks at the model, once.</summary>
    /// <param name="progress">Told of what is found.</param>
    /// <param name="threads">How many rows to run at a time.</param>
    /// <param name="cancellation">Stops between two rows.</param>
    public void Run(IQuantizationProgress progress, int threads, CancellationToken cancellation)
    {
        if (evidence.Plan.IsEmpty || evidence.Samples.Length == 0)
        {
            return;
        }

        if (!evidence.Float.IsKept)
        {
            progress.Message("The INT8 model is too large to be compared with FP32 in passing; Report does it.");
            return;
        }

        using var models = new CheckedModels(evidence, threads, cancellation);
        var chunks = Chunks().ToArray();
        int next = 0;
        do
        {
            models.Compare(chunks[next++]);
        }
        while (next < chunks.Length && models.Elapsed < Longest && (next < 2 || (IsInDoubt(models.Comparison) && models.Elapsed < Budget(models, threads))));
        var times = models.Time(Budget(models, threads) - models.Elapsed);
        Findings = [.. OutputFindings.Collect(models.Comparison.Outputs, evidence), .. times is { IsSlower: true } slow ? new[] { SpeedFindings.Slower(slow.Ratio, slow.Interval, evidence) } : []];
        Comparison = models.Comparison;
        progress.Message(Summary(models.Comparison, times));
        foreach (var finding in Findings)
        {
            progress.Warning(finding.Text);
        }
    }

    /// <summary>At most so long, and at most a share of one pass of FP32 over the rows.</summary>
    private TimeSpan Budget(CheckedModels models, int threads)
    {
        var share = LargestShare * evidence.Table.Rows / threads * models.FloatRow;
        return share < Longest ? share : Longest;
    }

    private static bool IsInDoubt(OutputComparison comparison) => comparison.Outputs.Any(output =>
        output.Lowest is >= Verdict.LowSqnr - BeyondDoubt and < Verdict.CloseSqnr || (output.IsDecision && output.Disagreeing > 0 && output.Agreement > 0.5));

    /// <summary>One row, which shows how long one takes, then some at a time, each spread over all that there are.</summary>
    private IEnumerable<TensorValue[][]> Chunks()
    {
        var rows = evidence.Samples;
        yield return [rows[0]];
        int step = (rows.Length + FirstRows - 1) / FirstRows;
        for (int offset = 0; offset < step; offset++)
        {
            TensorValue[][] chunk = [.. rows.Where((_, i) => i > 0 && i % step == offset)];
            if (chunk.Length > 0)
            {
                yield return chunk;
            }
        }
    }

    private static string Summary(OutputComparison comparison, ShortTimes? times)
    {
        string outputs = string.Join("; ", comparison.Outputs.Take(5).Select(output => $"output '{output.Name}' {Words.Decibels(output.Sqnr)}{Parts(output)}, {Words.Percent(output.Agreement)} agree"));
        return $"The INT8 model against FP32 on {comparison.Rows} rows: {outputs}{(times == null ? "" : $"; {Words.Fixed(times.Ratio, 2)} of FP32's time")}.";
    }

    private static string Parts(OutputReport output) =>
        output.Parts.Count == 0 ? "" : $" ({string.Join(", ", output.Parts.Take(5).Select(part => $"{part.Name[output.Name.Length..]} {Words.Decibels(part.Sqnr)}"))})";
}
