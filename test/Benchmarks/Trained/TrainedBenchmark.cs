using Microsoft.ML;
using Microsoft.ML.Quantization.TrainedModels.Kernels;
using Microsoft.ML.Quantization.TrainedModels.Scoring;

namespace Benchmarks.Trained;

/// <summary>The stage of trees alone: ML.NET's own scorer, ONNX Runtime's, LightGBM's, and the kernels of every width, in turn in one process.</summary>
internal static class TrainedBenchmark
{
    private const int Rounds = 7;

    private static readonly KernelWidth[] Widths = [KernelWidth.Vector512, KernelWidth.Vector256, KernelWidth.Vector128, KernelWidth.Scalar];

    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns(["Model", "table", "ML.NET, us a row", .. Widths.Select(width => $"{width}"), "one row", "against ONNX Runtime", "against LightGBM", "scores that differ"]);
        TreeCase.ForEach(arguments, (context, name, measured) => Measure(table, context, name, measured));
    }

    private static void Measure(BenchmarkTable table, MLContext context, string name, TreeCase measured)
    {
        if (!TreeEngine.TryCreate(context, measured.Stage, out var engine, out string? reason))
        {
            throw new InvalidOperationException(reason);
        }

        var featurized = measured.Featurizer.Transform(measured.Rows.Test);
        var test = context.Data.Cache(context.Transforms.SelectColumns("Features").Fit(featurized).Transform(featurized));
        var rows = new DenseRows(test);
        using var onnx = new OnnxTrees(context, measured.Stage, test, rows);
        double[] native = new double[rows.Count];
        KernelWidth[] widths = [.. Widths.Where(KernelWidths.IsSupported)];
        BatchScorer[] scorers = [.. widths.Select(width => new BatchScorer(engine, width, rows))];
        var single = new SingleScorer(engine, rows);
        var scored = measured.Stage.Transform(test);
        Action[] ways = [() => StockReader.Drain(scored), onnx.Score, () => measured.Native?.Predict(rows.Values, native), single.Score, .. scorers.Select(scorer => (Action)scorer.Score)];
        double[] seconds = ProcessorTime.Measure(Rounds, ways);
        float[] expected = StockReader.Read(scored);
        int differ = scorers.Select(scorer => scorer.Scores).Append(single.Scores).Sum(scores => StockReader.Differ(expected, scores));

        double widest = seconds[4];
        string Ratio(int way) => $"x{seconds[0] / seconds[way]:f1} ({1e9 * seconds[way] / rows.Count:f0} ns)";
        string Against(int way) => $"x{seconds[way] / widest:f1} ({1e9 * seconds[way] / rows.Count:f0} ns)";
        var ours = Widths.Select(width => widths.Contains(width) ? Ratio(4 + Array.IndexOf(widths, width)) : "-");
        table.Row([name, measured.Rows.Source, $"{1e6 * seconds[0] / rows.Count:f2}", .. ours, Ratio(3), onnx.IsThere ? Against(1) : "-", measured.Native != null ? Against(2) : "-", $"{differ}"]);
    }
}
