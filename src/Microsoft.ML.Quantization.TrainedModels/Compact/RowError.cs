using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Compact;

/// <summary>How far rounded leaves take the scores of rows, of all ensembles the worst. The nodes are those of before, so that one walk finds both leaves.</summary>
internal sealed class RowError(TreeModel exact, CompactTrees compact)
{
    /// <summary>The largest error of the rows so far, as <see cref="LeafRounding.StatedError"/> tells it.</summary>
    public double Largest { get; private set; }

    public void Add(ReadOnlySpan<float> row)
    {
        for (int i = 0; i < exact.Ensembles.Count; i++)
        {
            var rounding = compact.Roundings[i];
            Largest = Math.Max(Largest, rounding.Stated(Math.Abs(SumError(exact.Ensembles[i].Trees, rounding.Ensemble.Trees, row))));
        }
    }

    private static double SumError(IReadOnlyList<Tree> before, IReadOnlyList<Tree> after, ReadOnlySpan<float> row)
    {
        double error = 0;
        for (int i = 0; i < before.Count; i++)
        {
            int leaf = before[i].Leaf(row);
            error += after[i].Leaves[leaf] - before[i].Leaves[leaf];
        }

        return error;
    }
}
