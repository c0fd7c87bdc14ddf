using System.Globalization;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Evaluation.Detections;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation.Shards;

/// <summary>What evaluating a share of the rows gave: of each row the few numbers that metrics are made of.</summary>
/// <param name="Header">What it has in common with the others.</param>
/// <param name="Form">What is compared.</param>
/// <param name="Indexes">Which share it is, from 0, or which they are.</param>
/// <param name="Rows">The rows, in the order of their places.</param>
internal sealed record EvaluationShard(EvaluationHeader Header, IMeasuredForm Form, IReadOnlyList<int> Indexes, IReadOnlyList<(long Place, double[] Numbers)> Rows)
{
    /// <summary>The file that it was loaded from, for messages.</summary>
    public string? File { get; init; }

    private string Name => File != null ? $"'{File}'" : $"shard {Indexes[0] + 1} of {Header.Count}";

    /// <summary>Evaluates a share of the rows.</summary>
    /// <param name="source">The FP32 model.</param>
    /// <param name="quantized">The INT8 model.</param>
    /// <param name="rows">The rows of the share, and the first of all, which shows what the output is.</param>
    /// <param name="part">Which share it is.</param>
    /// <param name="task">What the output is for.</param>
    public static EvaluationShard Run(OnnxModel source, OnnxModel quantized, LabelledRows rows, RowShard part, AskedTask task)
    {
        using var runs = new ModelRuns(source, [quantized]);
        IKeptRows? kept = null;
        List<(long Place, double[] Numbers)> measured = [];
        foreach (var chunk in rows.Rows.Chunk(8 * Environment.ProcessorCount))
        {
            kept ??= task.IsDetection
                ? PairedDetections.Start(runs, source, 1, rows, chunk[0], task.Detection ?? new DetectionOptions())
                : ScoredRows.Start(runs, source, 1, rows, chunk[0], task.Task, runs.FirstOutput);
            LabelledRow[] own = [.. chunk.Where(row => part.Has(row.Place))];
            measured.AddRange(Measure(kept, own, runs));
        }

        var form = kept?.Form ?? throw new InvalidOperationException("The evaluation data has no rows. Give some hundred rows or more that are like what the model will score, and that it was not calibrated on.");
        var header = new EvaluationHeader(ModelHash.Compute(source), ModelHash.Compute(quantized), form.Words, part.Count, part.Total);
        return new EvaluationShard(header, form, [part.Index], measured);
    }

    /// <summary>Merges shards of one evaluation, in any order.</summary>
    /// <exception cref="ArgumentException">One is there twice, or they do not go together.</exception>
    public static EvaluationShard Merge(IEnumerable<EvaluationShard> shards)
    {
        EvaluationShard? first = null;
        var names = new SortedDictionary<int, string>();
        List<(long Place, double[] Numbers)> rows = [];
        foreach (var shard in shards)
        {
            first ??= shard;
            if (first.Header.Obstacle(shard.Header) is { } obstacle)
            {
                throw new ArgumentException($"{first.Name} and {shard.Name} cannot be merged: {obstacle}.");
            }

            foreach (int index in shard.Indexes)
            {
                if (!names.TryAdd(index, shard.Name))
                {
                    throw new ArgumentException($"{names[index]} and {shard.Name} both have shard {index + 1}/{shard.Header.Count}. Merge each shard once.");
                }
            }

            rows.AddRange(shard.Rows);
        }

        return first == null
            ? throw new ArgumentException("There are no shards to merge.")
            : first with { File = null, Indexes = [.. names.Keys], Rows = [.. rows.OrderBy(row => row.Place)] };
    }

    /// <summary>The evaluation of all rows.</summary>
    /// <exception cref="InvalidOperationException">A shard is missing.</exception>
    public QuantizationEvaluation Evaluate(double level)
    {
        if (Indexes.Count < Header.Count)
        {
            int[] missing = [.. Enumerable.Range(0, Header.Count).Except(Indexes)];
            string numbers = string.Join(", ", missing.Take(10).Select(index => (index + 1).ToString(CultureInfo.InvariantCulture))) + (missing.Length > 10 ? ", ..." : "");
            throw new InvalidOperationException($"Of {Header.Count} shards of the evaluation, {(missing.Length == 1 ? "one is" : $"{missing.Length} are")} missing: {numbers}. Merge all of them.");
        }

        return Rows.Count > 0 ? Form.Evaluate(Rows.Select(row => row.Numbers), level) : throw new InvalidOperationException("None of the shards has a row to evaluate on.");
    }

    private static IEnumerable<(long Place, double[] Numbers)> Measure(IKeptRows kept, LabelledRow[] rows, ModelRuns runs)
    {
        var numbers = new double[rows.Length][];
        var errors = new Exception?[rows.Length];
        Parallel.For(0, rows.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            try
            {
                numbers[i] = kept.Numbers(rows[i], runs);
            }
            catch (Exception e)
            {
                errors[i] = e;
            }
        });
        if (Array.Find(errors, error => error != null) is { } first)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }

        return rows.Zip(numbers, (row, each) => (row.Place, each));
    }
}
