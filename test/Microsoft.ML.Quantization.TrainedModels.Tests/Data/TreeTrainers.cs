using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Data;

/// <summary>Every trainer whose model is made of trees, with options that reach every kind of node and leaf.</summary>
internal static class TreeTrainers
{
    public static readonly Dictionary<string, Func<MLContext, IEstimator<ITransformer>>> All = new()
    {
        ["FastTree binary"] = context => context.BinaryClassification.Trainers.FastTree("Binary"),
        ["FastForest binary"] = context => context.BinaryClassification.Trainers.FastForest("Binary"),
        ["LightGbm binary"] = context => context.BinaryClassification.Trainers.LightGbm(Boosted(new LightGbmBinaryTrainer.Options { LabelColumnName = "Binary" })),
        ["LightGbm binary, categorical"] = context => context.BinaryClassification.Trainers.LightGbm(Categorical(new LightGbmBinaryTrainer.Options { LabelColumnName = "Binary" })),
        ["FastTree regression"] = context => context.Regression.Trainers.FastTree(),
        ["FastTree regression, 1,024 bins"] = context => context.Regression.Trainers.FastTree(new FastTreeRegressionTrainer.Options { MaximumBinCountPerFeature = 1024, NumberOfTrees = 200, NumberOfLeaves = 32 }),
        ["FastTree regression, large trees"] = context => context.Regression.Trainers.FastTree(new FastTreeRegressionTrainer.Options { NumberOfLeaves = 3000, NumberOfTrees = 6, MinimumExampleCountPerLeaf = 1 }),
        ["FastForest regression"] = context => context.Regression.Trainers.FastForest(numberOfLeaves: 200, minimumExampleCountPerLeaf: 3),
        ["FastForest regression, quantiles"] = context => context.Regression.Trainers.FastForest(new FastForestRegressionTrainer.Options { NumberOfTrees = 20 }),
        ["FastTree Tweedie"] = context => context.Regression.Trainers.FastTreeTweedie(),
        ["LightGbm regression"] = context => context.Regression.Trainers.LightGbm(Boosted(new LightGbmRegressionTrainer.Options())),
        ["LightGbm regression, categorical"] = context => context.Regression.Trainers.LightGbm(Categorical(new LightGbmRegressionTrainer.Options { NumberOfLeaves = 60 })),
        ["LightGbm regression, zero as missing"] = context => context.Regression.Trainers.LightGbm(Boosted(new LightGbmRegressionTrainer.Options { UseZeroAsMissingValue = true })),
        ["LightGbm regression, constant"] = context => context.Regression.Trainers.LightGbm(new LightGbmRegressionTrainer.Options { MinimumExampleCountPerLeaf = 100_000, NumberOfIterations = 3, NumberOfThreads = 1 }),
        ["FastTree ranking"] = context => context.Ranking.Trainers.FastTree("Relevance", rowGroupColumnName: "Group"),
        ["LightGbm ranking"] = context => context.Ranking.Trainers.LightGbm(Boosted(new LightGbmRankingTrainer.Options { LabelColumnName = "Relevance", RowGroupColumnName = "Group" })),
        ["LightGbm multiclass"] = context => context.MulticlassClassification.Trainers.LightGbm(Boosted(new LightGbmMulticlassTrainer.Options { LabelColumnName = "Class", UseSoftmax = false })),
        ["LightGbm multiclass, softmax"] = context => context.MulticlassClassification.Trainers.LightGbm(Categorical(new LightGbmMulticlassTrainer.Options { LabelColumnName = "Class", UseSoftmax = true })),
        ["One-versus-all FastTree"] = context => context.MulticlassClassification.Trainers.OneVersusAll(context.BinaryClassification.Trainers.FastTree("Class", numberOfTrees: 20), "Class"),
        ["One-versus-all FastTree, raw"] = context => context.MulticlassClassification.Trainers.OneVersusAll(context.BinaryClassification.Trainers.FastTree("Class", numberOfTrees: 20), "Class", useProbabilities: false),
        ["One-versus-all FastForest, Platt"] = context => OfForests(context, null),
        ["One-versus-all FastForest, isotonic"] = context => OfForests(context, context.BinaryClassification.Calibrators.Isotonic()),
        ["One-versus-all FastForest, naive"] = context => OfForests(context, context.BinaryClassification.Calibrators.Naive()),
    };

    private static Microsoft.ML.Trainers.OneVersusAllTrainer OfForests(MLContext context, IEstimator<ISingleFeaturePredictionTransformer<Calibrators.ICalibrator>>? calibrator) =>
        context.MulticlassClassification.Trainers.OneVersusAll(context.BinaryClassification.Trainers.FastForest("Class", numberOfTrees: 20), "Class", calibrator: calibrator);

    private static T Boosted<T>(T options)
        where T : class
    {
        // The base class of LightGBM's options is generic in a way that has no common name.
        dynamic all = options;
        (all.NumberOfIterations, all.NumberOfLeaves, all.NumberOfThreads, all.Silent) = (60, 31, 1, true);
        return options;
    }

    private static T Categorical<T>(T options)
        where T : class
    {
        dynamic all = Boosted(options);
        (all.UseCategoricalSplit, all.MinimumExampleCountPerGroup, all.MaximumCategoricalSplitPointCount) = ((bool?)true, 5, 64);
        return options;
    }
}
