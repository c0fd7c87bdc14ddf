using Microsoft.ML;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace Examples;

/// <summary>AutoML's trainers of several classes by its names, with sizes that a search of a minute or two gets to.</summary>
internal static class AutoMLTrainers
{
    private const int Trees = 60;
    private const int Leaves = 24;
    private const string Label = nameof(Job.Class);

    public static Dictionary<string, IEstimator<ITransformer>> All(MLContext mlContext)
    {
        var (binary, multiclass) = (mlContext.BinaryClassification.Trainers, mlContext.MulticlassClassification.Trainers);
        return new()
        {
            ["FastForestOva"] = multiclass.OneVersusAll(binary.FastForest(new FastForestBinaryTrainer.Options { LabelColumnName = Label, NumberOfTrees = Trees, NumberOfLeaves = Leaves }), Label),
            ["FastTreeOva"] = multiclass.OneVersusAll(binary.FastTree(new FastTreeBinaryTrainer.Options { LabelColumnName = Label, NumberOfTrees = Trees, NumberOfLeaves = Leaves }), Label),
            ["LightGbm"] = multiclass.LightGbm(new LightGbmMulticlassTrainer.Options { LabelColumnName = Label, NumberOfIterations = Trees, NumberOfLeaves = Leaves, NumberOfThreads = 1, Silent = true }),
            ["LbfgsMaximumEntropy"] = multiclass.LbfgsMaximumEntropy(Label),
            ["LbfgsLogisticRegressionOva"] = multiclass.OneVersusAll(binary.LbfgsLogisticRegression(Label), Label),
            ["SdcaMaximumEntropy"] = multiclass.SdcaMaximumEntropy(new SdcaMaximumEntropyMulticlassTrainer.Options { LabelColumnName = Label, NumberOfThreads = 1, MaximumNumberOfIterations = 20 }),
            ["SdcaLogisticRegressionOva"] = multiclass.OneVersusAll(binary.SdcaLogisticRegression(
                new SdcaLogisticRegressionBinaryTrainer.Options { LabelColumnName = Label, NumberOfThreads = 1, MaximumNumberOfIterations = 20 }), Label),
        };
    }
}
