using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Chains.Measuring;

namespace Benchmarks.Trained;

/// <summary>
/// The whole stage of trees, as a user runs it, against ML.NET's: views of many rows and of few, and a PredictionEngine. The rule of what is not quantized was set by it.
/// </summary>
internal static class ShapesBenchmark
{
    private const int Rounds = 7;
    private static readonly int[] Views = [1, 10, 100, 2000];

    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns(["Trees x leaves", .. Views.Select(rows => $"view of {rows}"), "all columns, 2000", "PredictionEngine, us", "ratio"]);
        var context = new MLContext(1);
        string folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "Microsoft.ML.Quantization.Benchmarks")).FullName;
        foreach (var model in All().Where(model => arguments.Selects(model.ToString())))
        {
            Measure(table, context, model, model.Load(context, folder));
        }
    }

    private static IEnumerable<ShapedModel> All()
    {
        (int Trees, int Leaves)[] sizes = [(1, 2), (1, 31), (3, 4), (10, 4), (10, 31), (30, 8), (100, 20), (300, 200)];
        foreach (int features in new[] { 5, 30, 200, 1000 })
        {
            foreach (var (trees, leaves) in sizes)
            {
                yield return new ShapedModel(trees, leaves, features);
            }
        }

        foreach (var (trees, leaves) in sizes)
        {
            yield return new ShapedModel(trees, leaves, 1000, IsSparse: true);
        }

        yield return new ShapedModel(1000, 200, 30);
        yield return new ShapedModel(100, 20, 20_000, IsSparse: true);
    }

    private static void Measure(BenchmarkTable table, MLContext context, ShapedModel model, ITransformer stock)
    {
        var quantized = context.Quantization().WithTrainedModels().Quantize(stock, model.Rows(context, 200, 3), out var report);
        if (!report.IsQuantized)
        {
            table.Row([$"{model}", .. Views.Select(_ => "-"), "-", "-", report.Stages[0].Explanation]);
            return;
        }

        List<string> cells = [$"{model}"];
        foreach (int rows in Views)
        {
            cells.Add(Ratio(View(context, model, stock, rows, all: false), View(context, model, quantized, rows, all: false)));
        }

        cells.Add(Ratio(View(context, model, stock, Views[^1], all: true), View(context, model, quantized, Views[^1], all: true)));
        double[] seconds = ProcessorTime.Measure(Rounds, Engine(context, model, stock), Engine(context, model, quantized));
        cells.AddRange([$"{1e3 * seconds[0]:f2} -> {1e3 * seconds[1]:f2}", $"{seconds[1] / seconds[0]:f2}"]);
        table.Row([.. cells]);
    }

    private static Action View(MLContext context, ShapedModel model, ITransformer stage, int rows, bool all)
    {
        var view = stage.Transform(HeldRows.Create(context, model.Rows(context, rows, 2)));
        DataViewSchema.Column[] columns = all ? [.. view.Schema.Where(column => !column.IsHidden)] : [view.Schema["Score"]];
        return () => ViewReader.Read(view, columns, default);
    }

    /// <summary>A thousand rows, one at a time.</summary>
    private static Action Engine(MLContext context, ShapedModel model, ITransformer stage)
    {
        var definition = SchemaDefinition.Create(typeof(VectorRow));
        definition[nameof(VectorRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, model.Features);
        var engine = context.Model.CreatePredictionEngine<VectorRow, VectorScore>(stage, inputSchemaDefinition: definition);
        var rows = model.Create(1000, 4);
        var score = new VectorScore();
        return () => rows.ForEach(row => engine.Predict(row, ref score));
    }

    private static string Ratio(Action stock, Action quantized)
    {
        double[] seconds = ProcessorTime.Measure(Rounds, stock, quantized);
        return $"{seconds[1] / seconds[0]:f2}";
    }
}
