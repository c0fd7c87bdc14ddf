using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Compact;

/// <summary>
/// The leaves of one ensemble rounded to a few bits. The step is a power of two: the sums of such leaves are exact in double, in any order, and the doubles end in
/// zeros, which deflate well.
/// </summary>
/// <param name="Ensemble">The ensemble with rounded leaves.</param>
/// <param name="Step">What every leaf is a multiple of, with 16 bits by at most 32,767; 0 where the leaves were left as they are.</param>
/// <param name="SumError">
/// The most that rounding changes a row's sum of leaves, whatever the row: of each tree the leaf that changed most, added up. It is at most the number of trees times
/// half a step.
/// </param>
internal sealed record LeafRounding(TreeEnsemble Ensemble, double Step, double SumError)
{
    /// <summary>Why the leaves were left as they are; <see langword="null"/> where they were rounded.</summary>
    public string? Reason { get; private init; }

    public static LeafRounding Round(TreeEnsemble ensemble, int bits)
    {
        double largest = ensemble.Trees.Max(tree => tree.Leaves.Max(Math.Abs));
        int multiples = (1 << (bits - 1)) - 1;
        if (NoScale(ensemble, largest, multiples) is { } reason)
        {
            return new LeafRounding(ensemble, 0, 0) { Reason = reason };
        }

        double step = PowerOfTwoAtLeast(largest / multiples);
        Tree[] trees = [.. ensemble.Trees.Select(tree => Round(tree, step))];
        double error = trees.Zip(ensemble.Trees).Sum(pair => pair.First.Leaves.Zip(pair.Second.Leaves).Max(leaves => Math.Abs(leaves.First - leaves.Second)));
        return new LeafRounding(ensemble with { Trees = trees }, step, error);
    }

    private static string? NoScale(TreeEnsemble ensemble, double largest, int multiples) =>
        ensemble.Trees.Any(tree => !Array.TrueForAll(tree.Leaves, double.IsFinite)) ? "some leaves are infinite or no numbers"
        : largest == 0 ? "all leaves are 0"
        : largest > float.MaxValue ? "some leaves are beyond the range of a score"
        : !double.IsNormal(largest / multiples) ? "the leaves are too small to have a step"
        : null;

    /// <summary>The most that a score may be off, for the report: a number, or a share of the score where the sum is an exponent.</summary>
    public double StatedError => Stated(SumError);

    /// <summary>An error of a sum of leaves as <see cref="StatedError"/> tells it.</summary>
    public double Stated(double sumError) => Ensemble.Aggregation switch
    {
        TreeAggregation.Mean => sumError / Ensemble.Trees.Count,
        TreeAggregation.Exponential => Math.Exp(sumError) - 1,
        _ => sumError,
    };

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
