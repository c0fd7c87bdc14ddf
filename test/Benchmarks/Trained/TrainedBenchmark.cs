using Microsoft.ML;
using Microsoft.ML.Quantization.TrainedModels.Kernels;
using Microsoft.ML.Quantization.TrainedModels.Scoring;

namespace Benchmarks.Trained;

/// <summary>Trees that ML.NET trained: its own scorer, ONNX Runtime's, LightGBM's, and the kernels of every width, in turn in one process.</summary>
internal static class TrainedBenchmark
{
    private const int TrainingRows = 40_000;
    private const int TestRows = 8_192;
    private const int Rounds = 7;

    private static readonly KernelWidth[] Widths = [KernelWidth.Vector512, KernelWidth.Vector256, KernelWidth.Vector128, KernelWidth.Scalar];

    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns(["Model", "ML.NET, us a row", "ONNX Runtime", "LightGBM", .. Widths.Select(width => $"{width}"), "one row", "scores that differ"]);
        var context = new MLContext(1);
        var (training, test) = Views(context);
        foreach (var (name, create) in TreeCase.All.Where(item => arguments.Selects(item.Key)))
        {
            var measured = create(context, training);
            Measure(table, context, name, measured, test);
            measured.Native?.Dispose();
        }
    }

    private static void Measure(BenchmarkTable table, MLContext context, string name, TreeCase measured, IDataView test)
    {
        if (!TreeEngine.TryCreate(context, measured.Stage, out var engine, out string? reason))
        {
            throw new InvalidOperationException(reason);
        }

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
        string Ratio(int way) => $"x{seconds[0] / seconds[way]:f1} ({1e9 * seconds[way] / rows.Count:f0} ns)";
        var ours = Widths.Select(width => widths.Contains(width) ? Ratio(4 + Array.IndexOf(widths, width)) : "-");
        table.Row([name, $"{1e6 * seconds[0] / rows.Count:f2}", onnx.IsThere ? Ratio(1) : "-", measured.Native != null ? Ratio(2) : "-", .. ours, Ratio(3), $"{differ}"]);
    }

    private static (IDataView Training, IDataView Test) Views(MLContext context)
    {
        var rows = context.Data.LoadFromEnumerable(GemRow.Create(TrainingRows + TestRows, 1).ToList());
        var features = context.Transforms.Categorical.OneHotEncoding([new InputOutputColumnPair("Cut"), new InputOutputColumnPair("Color"), new InputOutputColumnPair("Clarity")])
            .Append(context.Transforms.Concatenate("Features", "Measures", "Cut", "Color", "Clarity"));
        var featurized = features.Fit(rows).Transform(rows);
        var test = context.Transforms.SelectColumns("Features").Fit(featurized).Transform(context.Data.SkipRows(featurized, TrainingRows));
        return (context.Data.Cache(context.Data.TakeRows(featurized, TrainingRows)), context.Data.Cache(test));
    }
}
