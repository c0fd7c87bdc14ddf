using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;
using Microsoft.ML.Trainers.LightGbm;

namespace Benchmarks.Trained;

/// <summary>A stage made of trees, and the LightGBM library with the same trees where they are its own.</summary>
internal sealed record TreeCase(ITransformer Stage, NativeLightGbm? Native)
{
    public static readonly Dictionary<string, Func<MLContext, IDataView, TreeCase>> All = new()
    {
        ["FastTree 100 x 20"] = (context, rows) => Fit(rows, context.Regression.Trainers.FastTree()),
        ["FastTree 300 x 32"] = (context, rows) => Fit(rows, context.Regression.Trainers.FastTree(numberOfTrees: 300, numberOfLeaves: 32)),
        ["FastForest 100 x 200"] = (context, rows) => Fit(rows, context.Regression.Trainers.FastForest(numberOfLeaves: 200)),
        ["FastTree 20 x 4,000"] = (context, rows) => Fit(rows, context.Regression.Trainers.FastTree(numberOfTrees: 20, numberOfLeaves: 4000, minimumExampleCountPerLeaf: 1)),
        ["LightGbm 300 x 31"] = (context, rows) => Trained(context, rows, 300, 31),
        ["LightGbm 100 x 255"] = (context, rows) => Trained(context, rows, 100, 255),
        ["LightGbm 300 x 31, categorical"] = (context, rows) => Fit(rows, context.Regression.Trainers.LightGbm(
            new LightGbmRegressionTrainer.Options { NumberOfIterations = 300, NumberOfLeaves = 31, UseCategoricalSplit = true, NumberOfThreads = 1 })),
        ["LightGbm binary 200 x 31"] = (context, rows) => Fit(rows, context.BinaryClassification.Trainers.LightGbm(
            new LightGbmBinaryTrainer.Options { LabelColumnName = "Dear", NumberOfIterations = 200, NumberOfLeaves = 31, NumberOfThreads = 1 })),
        ["LightGbm 26 classes x 20 x 31"] = (context, rows) => Fit(rows, context.MulticlassClassification.Trainers.LightGbm(
            new LightGbmMulticlassTrainer.Options { LabelColumnName = "Grade", NumberOfIterations = 20, NumberOfLeaves = 31, NumberOfThreads = 1 })),
    };

    private static TreeCase Fit(IDataView rows, IEstimator<ITransformer> trainer) => new(trainer.Fit(rows), null);

    /// <summary>Trained by LightGBM and loaded by ML.NET.</summary>
    private static TreeCase Trained(MLContext context, IDataView rows, int trees, int leaves)
    {
        var values = new DenseRows(rows);
        var native = new NativeLightGbm(values.Values, values.Length, [.. rows.GetColumn<float>("Label")], trees, $"objective=regression num_leaves={leaves}");
        return new TreeCase(context.Regression.Trainers.LightGbm(new MemoryStream(native.Save())).Fit(rows), native);
    }
}
