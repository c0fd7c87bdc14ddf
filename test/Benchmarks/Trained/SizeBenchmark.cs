using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Quantization;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace Benchmarks.Trained;

/// <summary>Whole saved models, featurizers included, as ML.NET writes them before and after, and the time in which ML.NET loads them.</summary>
internal static class SizeBenchmark
{
    private const int TrainingRows = 20_000;
    private const int TestRows = 8_192;
    private const int Loads = 15;

    private static readonly TrainedModelOptions[] Levels =
    [
        new(),
        new() { Level = QuantizationLevel.Compact },
        new() { Level = QuantizationLevel.Compact, LeafBits = 12 },
    ];

    private static readonly Dictionary<string, Func<MLContext, IEstimator<ITransformer>>> Trainers = new()
    {
        ["FastTree 100 x 20"] = context => context.Regression.Trainers.FastTree(),
        ["FastForest 100 x 20"] = context => context.Regression.Trainers.FastForest(),
        ["FastForest 100 x 20, quantiles"] = context => context.Regression.Trainers.FastForest(new FastForestRegressionTrainer.Options()),
        ["LightGbm 100 x 31"] = context => context.Regression.Trainers.LightGbm(new LightGbmRegressionTrainer.Options { NumberOfLeaves = 31, NumberOfThreads = 1 }),
        ["LightGbm 26 classes x 20 x 31"] = context => context.MulticlassClassification.Trainers.LightGbm(
            new LightGbmMulticlassTrainer.Options { LabelColumnName = "Grade", NumberOfIterations = 20, NumberOfLeaves = 31, NumberOfThreads = 1 }),
        ["FastTree 20 x up to 32,768"] = context => context.Regression.Trainers.FastTree(numberOfTrees: 20, numberOfLeaves: 32_768),
    };

    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("Model", "KB before", "Exact", "Compact", "12 bits", "error, 16 bits", "12 bits", "time to load, Exact", "Compact");
        var context = new MLContext(1);
        var rows = context.Data.LoadFromEnumerable(GemRow.Create(TrainingRows + TestRows, 1).ToList());
        var (training, test) = (context.Data.TakeRows(rows, TrainingRows), context.Data.SkipRows(rows, TrainingRows));
        var features = context.Transforms.Categorical.OneHotEncoding([new InputOutputColumnPair("Cut"), new InputOutputColumnPair("Color"), new InputOutputColumnPair("Clarity")])
            .Append(context.Transforms.Concatenate("Features", "Measures", "Cut", "Color", "Clarity"));
        foreach (var (name, create) in Trainers.Where(item => arguments.Selects(item.Key)))
        {
            Measure(table, context, name, features.Append(create(context)).Fit(training), test);
        }
    }

    private static void Measure(BenchmarkTable table, MLContext context, string name, TransformerChain<ITransformer> model, IDataView test)
    {
        byte[] before = Save(context, model, test);
        float[] scores = StockReader.Read(model.Transform(test));
        byte[][] after = [.. Levels.Select(options => Save(context, context.Quantization().WithTrainedModels().Quantize(model, test, options), test))];
        string[] sizes = [.. after.Select(file => $"{(double)file.Length / before.Length:f2}")];
        string[] errors = [.. after.Skip(1).Select(file => $"{Error(scores, StockReader.Read(Load(context, file).Transform(test))):e0}")];
        string[] times = [.. after.Take(2).Select(file => $"{Timing.Alternate(() => Load(context, file), () => Load(context, before), Loads).Ratio:f2}")];
        table.Row([name, $"{before.Length / 1000.0:f1}", .. sizes, .. errors, .. times]);
    }

    private static byte[] Save(MLContext context, ITransformer model, IDataView rows)
    {
        using var stream = new MemoryStream();
        context.Model.Save(model, rows.Schema, stream);
        return stream.ToArray();
    }

    private static ITransformer Load(MLContext context, byte[] file)
    {
        using var stream = new MemoryStream(file);
        return context.Model.Load(stream, out _);
    }

    /// <summary>The largest error as a share of the root mean square of the scores.</summary>
    private static double Error(float[] expected, float[] actual) =>
        expected.Zip(actual).Max(pair => Math.Abs((double)pair.First - pair.Second)) / Math.Sqrt(expected.Average(score => (double)score * score));
}
