namespace Microsoft.ML.Quantization.TrainedModels.Trees;

/// <summary>The trees of one score. ML.NET's scorer uses neither the weights of the trees nor the bias of the ensemble, so that they are not here.</summary>
internal sealed record TreeEnsemble(IReadOnlyList<Tree> Trees, int FeatureCount, TreeAggregation Aggregation)
{
    public float Score(ReadOnlySpan<float> row)
    {
        double sum = 0;
        foreach (var tree in Trees)
        {
            sum += tree.Leaves[tree.Leaf(row)];
        }

        return Aggregate(sum);
    }

    /// <summary>The score of a sum of leaves, rounded to float where ML.NET rounds.</summary>
    public float Aggregate(double sum) => Aggregation switch
    {
        TreeAggregation.Mean => (float)sum / Trees.Count,
        TreeAggregation.Exponential => (float)Math.Exp((float)sum),
        _ => (float)sum,
    };
}
