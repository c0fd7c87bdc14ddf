using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Quantization.TrainedModels.Scoring;

/// <summary>Scores one row at a time, as a PredictionEngine needs it. One thread uses it at a time.</summary>
internal sealed class RowScorer(RowTrees trees) : IFeatureScorer
{
    private float[]? _dense;

    /// <summary>The scores of a row.</summary>
    public void Score(ReadOnlySpan<float> row, Span<float> scores)
    {
        CheckLength(row.Length);
        for (int i = 0; i < trees.Roots.Length; i++)
        {
            scores[i] = trees.Model.Ensembles[i].Aggregate(Sum(trees.Roots[i], row));
        }

        trees.Model.Outputs.Finish(scores[..trees.Roots.Length]);
    }

    /// <summary>The scores of a sparse row: what it does not name is 0.</summary>
    public void Score(int length, ReadOnlySpan<int> indices, ReadOnlySpan<float> values, Span<float> scores)
    {
        CheckLength(length);
        _dense ??= new float[trees.Model.FeatureCount];
        for (int i = 0; i < indices.Length; i++)
        {
            _dense[indices[i]] = values[i];
        }

        Score(_dense, scores);
        foreach (int index in indices)
        {
            _dense[index] = 0;
        }
    }

    private double Sum(int[] roots, ReadOnlySpan<float> row)
    {
        ref var nodes = ref MemoryMarshal.GetArrayDataReference(trees.Nodes);
        ref float values = ref MemoryMarshal.GetReference(row);
        double sum = 0;
        foreach (int root in roots)
        {
            int at = root;
            while (at >= 0)
            {
                ref readonly var node = ref Unsafe.Add(ref nodes, at);
                at = node.Feature < 0 ? Category(node, row) : Step(node, Unsafe.Add(ref values, node.Feature & RowNode.FeatureBits));
            }

            sum += trees.Leaves[~at];
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Step(in RowNode node, float value) =>
        value <= node.Threshold || (float.IsNaN(value) && (node.Feature & RowNode.MissingLeft) != 0) ? node.Left : node.Right;

    private int Category(in RowNode node, ReadOnlySpan<float> row)
    {
        var (slots, missingRight) = trees.Categories[node.Feature & RowNode.FeatureBits];
        foreach (int slot in slots)
        {
            if (row[slot] > 0 || (missingRight && float.IsNaN(row[slot])))
            {
                return node.Right;
            }
        }

        return node.Left;
    }

    private void CheckLength(int length)
    {
        if (length != trees.Model.FeatureCount)
        {
            throw new InvalidOperationException($"A row has {length} features, but the trees were trained on {trees.Model.FeatureCount}.");
        }
    }
}
