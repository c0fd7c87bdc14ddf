using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

internal static class RandomTreeTrainers
{
    public static RandomTrainer Create(MLContext context, Random random)
    {
        int kind = random.Next(13);
        return new RandomTrainer(Create(context, random, kind), IsTrees: true, LearnsFlag: kind < 3);
    }

    private static IEstimator<ITransformer> Create(MLContext context, Random random, int kind)
    {
        var (trees, leaves, least) = (1 + random.Next(40), 2 + random.Next(60), 1 + random.Next(20));
        var (binary, regression, classes) = (context.BinaryClassification.Trainers, context.Regression.Trainers, context.MulticlassClassification.Trainers);
        return kind switch
        {
            0 => binary.FastTree("Binary", numberOfLeaves: leaves, numberOfTrees: trees, minimumExampleCountPerLeaf: least),
            1 => binary.FastForest("Binary", numberOfLeaves: leaves, numberOfTrees: trees, minimumExampleCountPerLeaf: least),
            2 => binary.LightGbm(new LightGbmBinaryTrainer.Options { LabelColumnName = "Binary", NumberOfLeaves = leaves, NumberOfIterations = trees, MinimumExampleCountPerLeaf = least, NumberOfThreads = 1, Silent = true, UseCategoricalSplit = random.Next(2) == 0 }),
            3 => regression.FastTree(new FastTreeRegressionTrainer.Options { NumberOfLeaves = leaves, NumberOfTrees = trees, MinimumExampleCountPerLeaf = least, MaximumBinCountPerFeature = 8 + random.Next(1016) }),
            4 => regression.FastForest(numberOfLeaves: leaves, numberOfTrees: trees, minimumExampleCountPerLeaf: least),
            5 => regression.FastTreeTweedie(numberOfLeaves: leaves, numberOfTrees: trees, minimumExampleCountPerLeaf: least),
            6 => regression.LightGbm(new LightGbmRegressionTrainer.Options { NumberOfLeaves = leaves, NumberOfIterations = trees, MinimumExampleCountPerLeaf = least, NumberOfThreads = 1, Silent = true, HandleMissingValue = random.Next(2) == 0, UseCategoricalSplit = random.Next(2) == 0 }),
            7 => context.Ranking.Trainers.FastTree("Relevance", rowGroupColumnName: "Group", numberOfLeaves: leaves, numberOfTrees: trees, minimumExampleCountPerLeaf: least),
            8 => context.Ranking.Trainers.LightGbm(new LightGbmRankingTrainer.Options { LabelColumnName = "Relevance", RowGroupColumnName = "Group", NumberOfLeaves = leaves, NumberOfIterations = trees, MinimumExampleCountPerLeaf = least, NumberOfThreads = 1, Silent = true }),
            9 => classes.LightGbm(new LightGbmMulticlassTrainer.Options { LabelColumnName = "Class", NumberOfLeaves = leaves, NumberOfIterations = trees, MinimumExampleCountPerLeaf = least, NumberOfThreads = 1, Silent = true, UseSoftmax = random.Next(2) == 0 }),
            10 => classes.OneVersusAll(binary.FastTree("Class", numberOfLeaves: leaves, numberOfTrees: 1 + (trees / 4), minimumExampleCountPerLeaf: least), "Class", useProbabilities: random.Next(2) == 0),
            11 => classes.OneVersusAll(binary.LightGbm(new LightGbmBinaryTrainer.Options { LabelColumnName = "Class", NumberOfLeaves = leaves, NumberOfIterations = 1 + (trees / 4), MinimumExampleCountPerLeaf = least, NumberOfThreads = 1, Silent = true }), "Class"),
            _ => classes.OneVersusAll(binary.FastForest("Class", numberOfLeaves: leaves, numberOfTrees: 1 + (trees / 4), minimumExampleCountPerLeaf: least), "Class"),
        };
    }
}
