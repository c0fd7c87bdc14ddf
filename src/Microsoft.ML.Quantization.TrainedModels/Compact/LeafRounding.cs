using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Compact;

/// <summary>
/// The leaves of one ensemble rounded to 16 bits. The step is a power of two: the sums of such leaves are exact in double, in any order, and the doubles end in
/// zeros, which deflate well.
/// </summary>
/// <param name="Ensemble">The ensemble with rounded leaves.</param>
/// <param name="Step">What every leaf is a multiple of, by at most 32,767; 0 where the leaves were left as they are.</param>
/// <param name="SumError">
/// The most that rounding changes a row's sum of leaves, whatever the row: of each tree the leaf that changed most, added up. It is at most the number of trees times
/// half a step.
/// </param>
internal sealed record LeafRounding(TreeEnsemble Ensemble, double Step, double SumError)
{
    private const int Largest = 32767;

    public static LeafRounding Round(TreeEnsemble ensemble)
    {
        double largest = ensemble.Trees.Max(tree => tree.Leaves.Max(Math.Abs));
        if (!double.IsNormal(largest / Largest))
        {
            return new LeafRounding(ensemble, 0, 0);
        }

        double step = PowerOfTwoAtLeast(largest / Largest);
        Tree[] trees = [.. ensemble.Trees.Select(tree => Round(tree, step))];
        double error = trees.Zip(ensemble.Trees).Sum(pair => pair.First.Leaves.Zip(pair.Second.Leaves).Max(leaves => Math.Abs(leaves.First - leaves.Second)));
        return new LeafRounding(ensemble with { Trees = trees }, step, error);
    }

    /// <summary>The most that a score may be away from this one before the leaves were rounded; both are floats, rounded once more.</summary>
    public double ScoreError(float score)
    {
        double size = Math.Abs(score);
        double error = Ensemble.Aggregation switch
        {
            TreeAggregation.Mean => SumError / Ensemble.Trees.Count,
            TreeAggregation.Exponential => size * Math.Exp(SumError + (2 * RelativeRounding * Math.Abs(Math.Log(Math.Max(size, float.Epsilon))))) - size,
            _ => SumError,
        };
        return error + (2 * RelativeRounding * (size + error));
    }

    private static double RelativeRounding => Math.ScaleB(1, -23);

    private static double PowerOfTwoAtLeast(double value)
    {
        double power = Math.ScaleB(1, Math.ILogB(value));
        return power < value ? 2 * power : power;
    }

    private static Tree Round(Tree tree, double step) => new()
    {
        Left = tree.Left,
        Right = tree.Right,
        Features = tree.Features,
        Thresholds = tree.Thresholds,
        MissingValues = tree.MissingValues,
        Categories = tree.Categories,
        Leaves = [.. tree.Leaves.Select(leaf => Math.Round(leaf / step) * step)],
    };
}
