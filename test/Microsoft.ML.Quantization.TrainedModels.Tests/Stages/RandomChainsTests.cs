using Microsoft.ML.Data;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

/// <summary>Random featurizers, trainers and options; every chain is the stock one in every column.</summary>
[TestClass]
public class RandomChainsTests
{
    private const int Chains = 50;

    [TestMethod]
    public void Chains_OfAnyFeaturizersAndTrainers_AreStockInEveryColumn()
    {
        for (int seed = 0; seed < Chains; seed++)
        {
            Check(seed);
        }
    }

    private static void Check(int seed)
    {
        var context = new MLContext(seed);
        var random = new Random(seed);
        var training = context.Data.LoadFromEnumerable(Table.Rows(400 + random.Next(600), seed, missing: 0.02).ToList());
        var (features, trainer) = (Featurizer(context, random), Trainer(context, random));
        IEstimator<ITransformer> chain = random.Next(3) switch
        {
            0 => features.Append(trainer),
            1 => new EstimatorChain<ITransformer>().Append(new EstimatorChain<ITransformer>().Append(features)).Append(new EstimatorChain<ITransformer>().Append(trainer)),
            _ => features.Append(trainer).Append(context.Transforms.CopyColumns("Kept", "Score")).Append(context.Transforms.DropColumns("Color")),
        };
        var model = chain.Fit(training);
        var test = context.Data.LoadFromEnumerable(Table.Rows(150, seed + 1000, missing: 0.1).ToList());
        var quantized = context.Quantization().WithTrainedModels().Quantize(model, context.Data.TakeRows(test, 40), out var report);
        try
        {
            Assert.AreEqual(1, ChainAssert.Trees(quantized));
            ChainAssert.Same(model, quantized, test);
        }
        catch (AssertFailedException failed)
        {
            throw new AssertFailedException($"Chain {seed}: {failed.Message}{Environment.NewLine}{report}", failed);
        }
    }

    private static IEstimator<ITransformer> Featurizer(MLContext context, Random random) => random.Next(5) switch
    {
        0 => AutoMLChains.Featurizer(context),
        1 => AutoMLChains.WithText(context),
        2 => AutoMLChains.WithMissing(context),
        3 => AutoMLChains.NumbersOnly(context),
        _ => AutoMLChains.Featurizer(context).Append(context.Transforms.NormalizeMeanVariance("Features")).Append(context.Transforms.FeatureSelection.SelectFeaturesBasedOnCount("Features", count: 20)),
    };

    private static IEstimator<ITransformer> Trainer(MLContext context, Random random)
    {
        var (trees, leaves, least) = (1 + random.Next(40), 2 + random.Next(60), 1 + random.Next(20));
        var (binary, regression, classes) = (context.BinaryClassification.Trainers, context.Regression.Trainers, context.MulticlassClassification.Trainers);
        return random.Next(11) switch
        {
            0 => binary.FastTree("Binary", numberOfLeaves: leaves, numberOfTrees: trees, minimumExampleCountPerLeaf: least),
            1 => binary.FastForest("Binary", numberOfLeaves: leaves, numberOfTrees: trees, minimumExampleCountPerLeaf: least),
            2 => binary.LightGbm(new LightGbmBinaryTrainer.Options { LabelColumnName = "Binary", NumberOfLeaves = leaves, NumberOfIterations = trees, MinimumExampleCountPerLeaf = least, NumberOfThreads = 1, Silent = true, UseCategoricalSplit = random.Next(2) == 0 }),
            3 => regression.FastTree(new FastTreeRegressionTrainer.Options { NumberOfLeaves = leaves, NumberOfTrees = trees, MinimumExampleCountPerLeaf = least, MaximumBinCountPerFeature = 8 + random.Next(1016) }),
            4 => regression.FastForest(numberOfLeaves: leaves, numberOfTrees: trees, minimumExampleCountPerLeaf: least),
            5 => regression.FastTreeTweedie(numberOfLeaves: leaves, numberOfTrees: trees, minimumExampleCountPerLeaf: least),
            6 => regression.LightGbm(new LightGbmRegressionTrainer.Options { NumberOfLeaves = leaves, NumberOfIterations = trees, MinimumExampleCountPerLeaf = least, NumberOfThreads = 1, Silent = true, HandleMissingValue = random.Next(2) == 0 }),
            7 => context.Ranking.Trainers.FastTree("Relevance", rowGroupColumnName: "Group", numberOfLeaves: leaves, numberOfTrees: trees, minimumExampleCountPerLeaf: least),
            8 => context.Ranking.Trainers.LightGbm(new LightGbmRankingTrainer.Options { LabelColumnName = "Relevance", RowGroupColumnName = "Group", NumberOfLeaves = leaves, NumberOfIterations = trees, MinimumExampleCountPerLeaf = least, NumberOfThreads = 1, Silent = true }),
            9 => classes.LightGbm(new LightGbmMulticlassTrainer.Options { LabelColumnName = "Class", NumberOfLeaves = leaves, NumberOfIterations = trees, MinimumExampleCountPerLeaf = least, NumberOfThreads = 1, Silent = true, UseSoftmax = random.Next(2) == 0 }),
            _ => classes.OneVersusAll(binary.FastTree("Class", numberOfLeaves: leaves, numberOfTrees: 1 + (trees / 4), minimumExampleCountPerLeaf: least), "Class", useProbabilities: random.Next(2) == 0),
        };
    }
}
