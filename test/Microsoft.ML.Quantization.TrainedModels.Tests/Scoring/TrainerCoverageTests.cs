using Microsoft.ML.Quantization.TrainedModels.Kernels;
using Microsoft.ML.Quantization.TrainedModels.Reading;
using Microsoft.ML.Quantization.TrainedModels.Scoring;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;
using Microsoft.ML.Quantization.TrainedModels.Trees;
using Microsoft.ML.Trainers.LightGbm;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Scoring;

/// <summary>That the trained models have in them what <see cref="ExactScoringTests"/> is to prove.</summary>
[TestClass]
public class TrainerCoverageTests
{
    [TestMethod]
    public void Models_OfCategoricalTrainers_HaveCategoricalSplits()
    {
        Assert.IsTrue(Trees("LightGbm binary, categorical").Any(HasCategories));
        Assert.IsTrue(Trees("LightGbm multiclass, softmax").Any(HasCategories));
    }

    [TestMethod]
    public void Models_OfLightGbmOnMissingValues_ReplaceThem()
    {
        var trees = Trees("LightGbm regression");
        Assert.IsTrue(trees.Any(tree => tree.MissingValues != null && tree.MissingValues.Zip(tree.Thresholds).Any(pair => pair.First <= pair.Second)), "none goes left");
        Assert.IsTrue(trees.Any(tree => tree.MissingValues != null && tree.MissingValues.Zip(tree.Thresholds).Any(pair => pair.First > pair.Second)), "none goes right");
    }

    [TestMethod]
    public void Models_Of1024Bins_HaveMoreThresholdsThanAByte() =>
        Assert.IsGreaterThan(255, Trees("FastTree regression, 1,024 bins").SelectMany(tree => tree.Features.Zip(tree.Thresholds)).GroupBy(pair => pair.First).Max(group => group.Distinct().Count()));

    [TestMethod]
    public void Models_OfLargeTrees_HaveThousandsOfLeaves() => Assert.IsGreaterThan(2000, Trees("FastTree regression, large trees").Max(tree => tree.Leaves.Length));

    [TestMethod]
    public void Models_OfAConstant_HaveOneValueATree() => Assert.IsTrue(Trees("LightGbm regression, constant").All(tree => tree.Leaves.Distinct().Count() == 1));

    [TestMethod]
    public void Score_OfLightGbmOverFiftyThousandRows_SplitsCategoriesByItselfAndIsStock()
    {
        var context = new MLContext(1);
        var table = Table.Featurize(context, Table.Rows(55_000, seed: 8, missing: 0.01));
        var stage = context.Regression.Trainers.LightGbm(new LightGbmRegressionTrainer.Options { NumberOfIterations = 30, NumberOfThreads = 1, Silent = true }).Fit(table);
        Assert.IsTrue(TreeEngine.TryCreate(context, stage, out var engine, out string? reason), reason);
        Assert.IsTrue(engine.Model.Ensembles[0].Trees.Any(HasCategories));

        var rows = FeatureRows.Read(table).ToArray();
        StockAssert.Batches(StockScores.Read(stage.Transform(table)), rows, engine, KernelWidths.Best);
    }

    private static bool HasCategories(Tree tree) => tree.Categories?.Any(slots => slots != null) == true;

    private static List<Tree> Trees(string trainer)
    {
        var context = new MLContext(1);
        var stage = TreeTrainers.All[trainer](context).Fit(Table.Featurize(context, Table.Rows(12_000, seed: 3, missing: 0.02)));
        Assert.IsTrue(TreeModelReader.TryRead(context, stage, out var read, out string? reason), reason);
        return [.. read.Model.Ensembles.SelectMany(ensemble => ensemble.Trees)];
    }
}
