using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Data;

/// <summary>
/// All trainers that AutoML 5.0 tries on tables, by its names, with options of the sizes that a short search ends with. Threads are one, so that training twice gives
/// the same model. Matrix factorization, which it tries for recommendations, is a package of its own.
/// </summary>
internal static class AutoMLTrainers
{
    private const int Trees = 12;
    private const int Leaves = 16;

    public static readonly Dictionary<string, AutoMLTrainer> All = new()
    {
        ["Binary FastForest"] = new(LearningTask.BinaryWithoutProbability, true, context => context.BinaryClassification.Trainers.FastForest(Forest("Binary"))),
        ["Binary FastTree"] = new(LearningTask.Binary, true, context => context.BinaryClassification.Trainers.FastTree(Boosted("Binary"))),
        ["Binary LightGbm"] = new(LearningTask.Binary, true, context => context.BinaryClassification.Trainers.LightGbm(new LightGbmBinaryTrainer.Options
            { LabelColumnName = "Binary", NumberOfIterations = Trees, NumberOfLeaves = Leaves, NumberOfThreads = 1, Silent = true })),
        ["Binary LbfgsLogisticRegression"] = new(LearningTask.Binary, false, context => context.BinaryClassification.Trainers.LbfgsLogisticRegression(Logistic("Binary"))),
        ["Binary SdcaLogisticRegression"] = new(LearningTask.Binary, false, context => context.BinaryClassification.Trainers.SdcaLogisticRegression(Sdca("Binary"))),

        ["Multiclass FastForestOva"] = new(LearningTask.Multiclass, true, context => OneVersusAll(context, context.BinaryClassification.Trainers.FastForest(Forest("Class")))),
        ["Multiclass FastTreeOva"] = new(LearningTask.Multiclass, true, context => OneVersusAll(context, context.BinaryClassification.Trainers.FastTree(Boosted("Class")))),
        ["Multiclass LightGbm"] = new(LearningTask.Multiclass, true, context => context.MulticlassClassification.Trainers.LightGbm(new LightGbmMulticlassTrainer.Options
            { LabelColumnName = "Class", NumberOfIterations = Trees, NumberOfLeaves = Leaves, NumberOfThreads = 1, Silent = true })),
        ["Multiclass LbfgsMaximumEntropy"] = new(LearningTask.Multiclass, false, context => context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
            new LbfgsMaximumEntropyMulticlassTrainer.Options { LabelColumnName = "Class", NumberOfThreads = 1, MaximumNumberOfIterations = 20 })),
        ["Multiclass LbfgsLogisticRegressionOva"] = new(LearningTask.Multiclass, false, context => OneVersusAll(context, context.BinaryClassification.Trainers.LbfgsLogisticRegression(Logistic("Class")))),
        ["Multiclass SdcaMaximumEntropy"] = new(LearningTask.Multiclass, false, context => context.MulticlassClassification.Trainers.SdcaMaximumEntropy(
            new SdcaMaximumEntropyMulticlassTrainer.Options { LabelColumnName = "Class", NumberOfThreads = 1, MaximumNumberOfIterations = 10 })),
        ["Multiclass SdcaLogisticRegressionOva"] = new(LearningTask.Multiclass, false, context => OneVersusAll(context, context.BinaryClassification.Trainers.SdcaLogisticRegression(Sdca("Class")))),

        ["Regression FastForest"] = new(LearningTask.Regression, true, context => context.Regression.Trainers.FastForest(
            new FastForestRegressionTrainer.Options { NumberOfTrees = Trees, NumberOfLeaves = Leaves, NumberOfThreads = 1 })),
        ["Regression FastTree"] = new(LearningTask.Regression, true, context => context.Regression.Trainers.FastTree(
            new FastTreeRegressionTrainer.Options { NumberOfTrees = Trees, NumberOfLeaves = Leaves, MaximumBinCountPerFeature = 1024, NumberOfThreads = 1 })),
        ["Regression FastTreeTweedie"] = new(LearningTask.Regression, true, context => context.Regression.Trainers.FastTreeTweedie(
            new FastTreeTweedieTrainer.Options { NumberOfTrees = Trees, NumberOfLeaves = Leaves, NumberOfThreads = 1 })),
        ["Regression LightGbm"] = new(LearningTask.Regression, true, context => context.Regression.Trainers.LightGbm(new LightGbmRegressionTrainer.Options
            { NumberOfIterations = Trees, NumberOfLeaves = Leaves, NumberOfThreads = 1, Silent = true })),
        ["Regression LbfgsPoissonRegression"] = new(LearningTask.Regression, false, context => context.Regression.Trainers.LbfgsPoissonRegression(
            new LbfgsPoissonRegressionTrainer.Options { NumberOfThreads = 1, MaximumNumberOfIterations = 20 })),
        ["Regression Sdca"] = new(LearningTask.Regression, false, context => context.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options { NumberOfThreads = 1, MaximumNumberOfIterations = 10 })),

        ["Ranking LightGbm"] = new(LearningTask.Ranking, true, context => context.Ranking.Trainers.LightGbm(new LightGbmRankingTrainer.Options
            { LabelColumnName = "Relevance", RowGroupColumnName = "Group", NumberOfIterations = Trees, NumberOfLeaves = Leaves, NumberOfThreads = 1, Silent = true })),
        ["Ranking FastTree"] = new(LearningTask.Ranking, true, context => context.Ranking.Trainers.FastTree(new FastTreeRankingTrainer.Options
            { LabelColumnName = "Relevance", RowGroupColumnName = "Group", NumberOfTrees = Trees, NumberOfLeaves = Leaves, NumberOfThreads = 1 })),
    };

    private static OneVersusAllTrainer OneVersusAll<T>(MLContext context, ITrainerEstimator<BinaryPredictionTransformer<T>, T> trainer)
        where T : class => context.MulticlassClassification.Trainers.OneVersusAll(trainer, "Class");

    private static FastForestBinaryTrainer.Options Forest(string label) => new() { LabelColumnName = label, NumberOfTrees = Trees, NumberOfLeaves = Leaves, NumberOfThreads = 1 };

    private static FastTreeBinaryTrainer.Options Boosted(string label) => new() { LabelColumnName = label, NumberOfTrees = Trees, NumberOfLeaves = Leaves, NumberOfThreads = 1 };

    private static LbfgsLogisticRegressionBinaryTrainer.Options Logistic(string label) => new() { LabelColumnName = label, NumberOfThreads = 1, MaximumNumberOfIterations = 20 };

    private static SdcaLogisticRegressionBinaryTrainer.Options Sdca(string label) => new() { LabelColumnName = label, NumberOfThreads = 1, MaximumNumberOfIterations = 10 };
}
