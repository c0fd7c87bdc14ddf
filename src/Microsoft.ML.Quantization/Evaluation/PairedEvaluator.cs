using System.Runtime.ExceptionServices;
using Microsoft.ML.Quantization.Evaluation.Detections;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>
/// Scores rows in FP32 and in one or more INT8 models and compares them. A row is read once and scored once by each model; only a few
/// numbers of it are kept.
/// </summary>
internal static class PairedEvaluator
{
    private const int RowsForEachThread = 8;

    public static QuantizationEvaluation Run(OnnxModel source, OnnxModel quantized, LabelledRows rows, AskedTask task, double level, string? output = null, RunSettings settings = default) =>
        Run(source, [quantized], rows, task, level, output, settings)[0];

    /// <param name="source">The FP32 model.</param>
    /// <param name="quantized">Its INT8 models.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="task">What the output is for.</param>
    /// <param name="level">The confidence level, 0.5 to 1.</param>
    /// <param name="output">The float output that is compared; the first by default. Detections name theirs in the task.</param>
    /// <param name="settings">What ends a run.</param>
    /// <returns>An evaluation for each INT8 model.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The level is not one.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, a row, a label or the output does not fit the task, or an INT8 model gives no scores.</exception>
    public static QuantizationEvaluation[] Run(
        OnnxModel source, IReadOnlyList<OnnxModel> quantized, LabelledRows rows, AskedTask task, double level, string? output = null, RunSettings settings = default)
    {
        var evaluated = RunEach(source, quantized, rows, task, level, output, settings);
        if (Array.Find(evaluated, each => each.Error != null)?.Error is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
        }

        return [.. evaluated.Select(each => each.Evaluation!)];
    }

    /// <summary>As <see cref="Run(OnnxModel, IReadOnlyList{OnnxModel}, LabelledRows, AskedTask, double, string?, RunSettings)"/>, but what goes wrong with one INT8 model leaves the others alone.</summary>
    /// <returns>An evaluation, or an error, for each INT8 model.</returns>
    public static EvaluatedModel[] RunEach(
        OnnxModel source, IReadOnlyList<OnnxModel> quantized, LabelledRows rows, AskedTask task, double level, string? output = null, RunSettings settings = default)
    {
        CheckLevel(level);
        using var runs = new ModelRuns(source, quantized, settings);
        output ??= task.IsDetection ? "" : runs.FirstOutput;
        IPairedRows? paired = null;
        long next = 0;
        foreach (var chunk in rows.Rows.Chunk(RowsForEachThread * Environment.ProcessorCount))
        {
            paired ??= task.IsDetection
                ? PairedDetections.Start(runs, source, quantized.Count, rows, chunk[0], task.Detection ?? new DetectionOptions())
                : ScoredRows.Start(runs, source, quantized.Count, rows, chunk[0], task.Task, output);
            var adding = new Action[chunk.Length];
            var errors = new Exception?[chunk.Length];
            Parallel.For(0, chunk.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            {
                try
                {
                    adding[i] = paired.Measure(next + i, chunk[i], runs);
                }
                catch (Exception e)
                {
                    errors[i] = e;
                }
            });
            if (Array.Find(errors, error => error != null) is { } first)
            {
                ExceptionDispatchInfo.Throw(first);
            }

            Array.ForEach(adding, add => add());
            next += chunk.Length;
            if (paired.HasFailed)
            {
                break;
            }
        }

        return paired?.Evaluate(level) ?? throw new InvalidOperationException(
            "The evaluation data has no rows. Give some hundred rows or more that are like what the model will score, and that it was not calibrated on.");
    }

    /// <exception cref="ArgumentOutOfRangeException">The level is not one.</exception>
    public static void CheckLevel(double confidenceLevel)
    {
        if (!(confidenceLevel > 0.5 && confidenceLevel < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidenceLevel), confidenceLevel, "A confidence level is above 0.5 and below 1: 0.95 for 95 %.");
        }
    }
}
