using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;
using Microsoft.ML.Trainers.LightGbm;

namespace Benchmarks.Trained;

/// <summary>A model as AutoML builds it on a table.</summary>
/// <param name="Rows">The table.</param>
/// <param name="Featurizer">What is before the trainer.</param>
/// <param name="Stage">The stage made of trees.</param>
/// <param name="Native">The LightGBM library with the same trees, where they are its own.</param>
internal sealed record TreeCase(BenchmarkRows Rows, ITransformer Featurizer, ITransformer Stage, NativeLightGbm? Native)
{
    private static readonly Dictionary<string, Func<MLContext, TreeCase>> All = new()
    {
        ["FastTree 4 x 4"] = context => Fit<GemRow>(context, context.Regression.Trainers.FastTree(numberOfTrees: 4, numberOfLeaves: 4)),
        ["FastTree 100 x 20"] = context => Fit<GemRow>(context, context.Regression.Trainers.FastTree()),
        ["FastTree 300 x 32"] = context => Fit<GemRow>(context, context.Regression.Trainers.FastTree(numberOfTrees: 300, numberOfLeaves: 32)),
        ["FastForest 100 x 200"] = context => Fit<GemRow>(context, context.Regression.Trainers.FastForest(numberOfLeaves: 200)),
        ["FastTree 20 x 4,000"] = context => Fit<GemRow>(context, context.Regression.Trainers.FastTree(numberOfTrees: 20, numberOfLeaves: 4000, minimumExampleCountPerLeaf: 1)),
        ["LightGbm 300 x 31"] = context => Trained(context, 300, 31),
        ["LightGbm 100 x 255"] = context => Trained(context, 100, 255),
        ["LightGbm 300 x 31, categorical"] = context => Fit<GemRow>(context, context.Regression.Trainers.LightGbm(
            new LightGbmRegressionTrainer.Options { NumberOfIterations = 300, NumberOfLeaves = 31, UseCategoricalSplit = true, NumberOfThreads = 1 })),
        ["LightGbm binary 200 x 31"] = context => Fit<StopRow>(context, context.BinaryClassification.Trainers.LightGbm(
            new LightGbmBinaryTrainer.Options { NumberOfIterations = 200, NumberOfLeaves = 31, NumberOfThreads = 1 })),
        ["LightGbm 26 classes x 20 x 31"] = context => Fit<LetterRow>(context, context.MulticlassClassification.Trainers.LightGbm(
            new LightGbmMulticlassTrainer.Options { NumberOfIterations = 20, NumberOfLeaves = 31, NumberOfThreads = 1 }), nameof(LetterRow.Name)),
        ["FastTree, 7 classes x 20 x 20"] = context => Fit<ShuttleRow>(context, context.MulticlassClassification.Trainers.OneVersusAll(
            context.BinaryClassification.Trainers.FastTree(numberOfTrees: 20)), nameof(ShuttleRow.Name)),
    };

    /// <summary>Trains the models that are asked for, one after the other, and hands them over with their names.</summary>
    public static void ForEach(Arguments arguments, Action<MLContext, string, TreeCase> measure)
    {
        var context = new MLContext(1);
        foreach (var (name, create) in All.Where(item => arguments.Selects(item.Key)))
        {
            var made = create(context);
            measure(context, name, made);
            made.Native?.Dispose();
        }
    }

    private static TreeCase Fit<T>(MLContext context, IEstimator<ITransformer> trainer, string? className = null)
        where T : class, IBenchmarkRow<T>, new()
    {
        var rows = BenchmarkRows.Load<T>(context);
        var featurizer = (className == null ? rows.Features(context) : context.Transforms.Conversion.MapValueToKey("Label", className).Append(rows.Features(context))).Fit(rows.Training);
        return new TreeCase(rows, featurizer, trainer.Fit(context.Data.Cache(featurizer.Transform(rows.Training))), null);
    }

    /// <summary>Trained by LightGBM and loaded by ML.NET.</summary>
    private static TreeCase Trained(MLContext context, int trees, int leaves)
    {
        var rows = BenchmarkRows.Load<GemRow>(context);
        var featurizer = rows.Features(context).Fit(rows.Training);
        var training = context.Data.Cache(featurizer.Transform(rows.Training));
        var values = new DenseRows(training);
        var native = new NativeLightGbm(values.Values, values.Length, [.. training.GetColumn<float>("Label")], trees, $"objective=regression num_leaves={leaves}");
        return new TreeCase(rows, featurizer, context.Regression.Trainers.LightGbm(new MemoryStream(native.Save())).Fit(training), native);
    }
}
