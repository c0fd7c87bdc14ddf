using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

/// <summary>Featurizers of every kind that ML.NET has for tables, in random order and with random options, which end in "Features".</summary>
/// <param name="context">The context.</param>
/// <param name="random">What decides.</param>
/// <param name="complete">Whether missing values are replaced; trees take them as they are.</param>
internal sealed class RandomFeatures(MLContext context, Random random, bool complete)
{
    private readonly RandomCategories _categories = new(context, random);
    private IEstimator<ITransformer> _chain = new EstimatorChain<ITransformer>();

    /// <param name="flag">Whether the flag may be a feature, which it may not where it is what is learned.</param>
    public IEstimator<ITransformer> Create(bool flag)
    {
        Before();
        Numbers();
        var columns = new List<string> { "Numbers" };
        foreach (string column in new[] { "Color", "Place" }.Where(_ => random.Next(4) > 0))
        {
            Add(_categories.Create(column));
            columns.Add(column);
        }

        if (random.Next(2) == 0)
        {
            Marks();
            columns.Add("Marks");
        }

        if (flag && random.Next(2) == 0)
        {
            Add(context.Transforms.Conversion.ConvertType("Flag", "Binary", DataKind.Single));
            columns.Add("Flag");
        }

        string[] shuffled = [.. columns];
        random.Shuffle(shuffled);
        Add(context.Transforms.Concatenate("Features", shuffled));
        After();
        return _chain;
    }

    private void Add(IEstimator<ITransformer> next) => _chain = _chain.Append(next);

    /// <summary>What a user may put before all else.</summary>
    private void Before()
    {
        switch (random.Next(5))
        {
            case 0: Add(context.Transforms.CopyColumns("Raw", "Numbers")); break;
            case 1: Add(context.Transforms.Expression("Numbers", "x : x * 2", "Numbers")); break;
            case 2: Add(context.Transforms.NormalizeMinMax("Raw", "Numbers").Append(context.Transforms.DropColumns("Raw"))); break;
        }
    }

    private void Numbers()
    {
        bool dense = complete || random.Next(2) == 0;
        if (dense)
        {
            Add(context.Transforms.ReplaceMissingValues("Numbers", replacementMode: (MissingValueReplacingEstimator.ReplacementMode)random.Next(4)));
        }
        else if (random.Next(3) == 0)
        {
            Add(context.Transforms.IndicateMissingValues("Missing", "Numbers").Append(context.Transforms.Conversion.ConvertType("Missing")).Append(context.Transforms.Concatenate("Numbers", "Missing", "Numbers")));
        }

        switch (random.Next(10))
        {
            case 0: Add(context.Transforms.NormalizeMinMax("Numbers", fixZero: random.Next(2) == 0)); break;
            case 1: Add(context.Transforms.NormalizeMeanVariance("Numbers", useCdf: random.Next(2) == 0)); break;
            case 2 when dense: Add(context.Transforms.NormalizeLogMeanVariance("Numbers")); break;
            case 3: Add(context.Transforms.NormalizeBinning("Numbers", maximumBinCount: 2 + random.Next(50))); break;
            case 4: Add(context.Transforms.NormalizeSupervisedBinning("Numbers", labelColumnName: "Class")); break;
            case 5 when dense: Add(context.Transforms.NormalizeRobustScaling("Numbers")); break;
            case 6: Add(context.Transforms.NormalizeLpNorm("Numbers")); break;
            case 7: Add(context.Transforms.Conversion.ConvertType("Numbers", outputKind: DataKind.Double).Append(context.Transforms.Conversion.ConvertType("Numbers", outputKind: DataKind.Single))); break;
        }
    }

    private void Marks()
    {
        switch (random.Next(3))
        {
            case 0: Add(context.Transforms.NormalizeMinMax("Marks")); break;
            case 1: Add(context.Transforms.FeatureSelection.SelectFeaturesBasedOnCount("Marks", count: 30)); break;
        }
    }

    private void After()
    {
        switch (random.Next(9))
        {
            case 0: Add(context.Transforms.NormalizeMeanVariance("Features")); break;
            case 1: Add(context.Transforms.FeatureSelection.SelectFeaturesBasedOnCount("Features", count: 20)); break;
            case 2: Add(context.Transforms.FeatureSelection.SelectFeaturesBasedOnMutualInformation("Features", labelColumnName: "Class", slotsInOutput: 12)); break;
            case 3: Add(context.Transforms.Concatenate("Features", "Features", "Marks")); break;
            case 4: Add(context.Transforms.CopyColumns("All", "Features").Append(context.Transforms.DropColumns("Features")).Append(context.Transforms.CopyColumns("Features", "All"))); break;
            case 5 when complete: Add(context.Transforms.ProjectToPrincipalComponents("Features", rank: 6)); break;
            case 6 when complete: Add(context.Transforms.ApproximatedKernelMap("Features", rank: 8)); break;
            case 7: TreesAsFeatures(); break;
        }
    }

    /// <summary>A stage that is made of trees and no predictor.</summary>
    private void TreesAsFeatures()
    {
        Add(context.Transforms.FeaturizeByFastTreeRegression(new Microsoft.ML.Trainers.FastTree.FastTreeRegressionFeaturizationEstimator.Options
        {
            InputColumnName = "Features", TreesColumnName = "Trees", LeavesColumnName = "Leaves", PathsColumnName = "Paths",
            TrainerOptions = new() { NumberOfTrees = 3, NumberOfLeaves = 4, FeatureColumnName = "Features" },
        }));
        Add(context.Transforms.Concatenate("Features", "Features", "Leaves", "Trees"));
    }
}
