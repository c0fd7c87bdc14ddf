namespace Microsoft.ML.Quantization.TrainedModels.Trees;

/// <summary>
/// One decision tree as ML.NET scores it. A child of 0 or more is a node, a negative one is leaf <c>~child</c>; node 0 is the root, and a tree
/// without nodes is its only leaf.
/// </summary>
internal sealed class Tree
{
    public required int[] Left { get; init; }

    public required int[] Right { get; init; }

    /// <summary>The feature that a node looks at; of no meaning where the node is categorical.</summary>
    public required int[] Features { get; init; }

    public required float[] Thresholds { get; init; }

    /// <summary>What a node takes for a missing value (NaN), or null where NaN is compared as it is, which sends it right.</summary>
    public float[]? MissingValues { get; init; }

    /// <summary>The slots of each categorical node, null for the others; null where no node is categorical.</summary>
    public int[]?[]? Categories { get; init; }

    public required double[] Leaves { get; init; }

    public int NodeCount => Left.Length;

    /// <summary>The leaf that a row ends in. This walk is the definition that all faster ways must agree with.</summary>
    public int Leaf(ReadOnlySpan<float> row)
    {
        int node = NodeCount == 0 ? ~0 : 0;
        while (node >= 0)
        {
            node = GoesRight(node, row) ? Right[node] : Left[node];
        }

        return ~node;
    }

    private bool GoesRight(int node, ReadOnlySpan<float> row)
    {
        if (Categories?[node] is not { } slots)
        {
            return !(Value(row[Features[node]], node) <= Thresholds[node]);
        }

        foreach (int slot in slots)
        {
            if (Value(row[slot], node) > 0)
            {
                return true;
            }
        }

        return false;
    }

    private float Value(float value, int node) => MissingValues != null && float.IsNaN(value) ? MissingValues[node] : value;
}
