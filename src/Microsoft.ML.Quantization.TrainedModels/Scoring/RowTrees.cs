using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Scoring;

/// <summary>All trees of a model laid out for one row at a time. It does not change.</summary>
internal sealed class RowTrees
{
    private readonly List<RowNode> _nodes = [];
    private readonly List<double> _leaves = [];
    private readonly List<(int[] Slots, bool MissingRight)> _categories = [];

    public RowTrees(TreeModel model)
    {
        Model = model;
        Roots = [.. model.Ensembles.Select(ensemble => ensemble.Trees.Select(Add).ToArray())];
        (Nodes, Leaves, Categories) = ([.. _nodes], [.. _leaves], [.. _categories]);
    }

    public TreeModel Model { get; }

    /// <summary>The roots of each ensemble's trees.</summary>
    public int[][] Roots { get; }

    public RowNode[] Nodes { get; }

    public double[] Leaves { get; }

    public (int[] Slots, bool MissingRight)[] Categories { get; }

    private int Add(Tree tree)
    {
        var (node, leaf) = (_nodes.Count, _leaves.Count);
        for (int i = 0; i < tree.NodeCount; i++)
        {
            _nodes.Add(new RowNode(tree.Thresholds[i], Feature(tree, i), Global(tree.Left[i]), Global(tree.Right[i])));
        }

        _leaves.AddRange(tree.Leaves);
        return tree.NodeCount == 0 ? ~leaf : node;

        int Global(int child) => child >= 0 ? node + child : ~(leaf + ~child);
    }

    private int Feature(Tree tree, int node)
    {
        float missing = tree.MissingValues?[node] ?? float.NaN;
        if (tree.Categories?[node] is not { } slots)
        {
            return tree.Features[node] | (missing <= tree.Thresholds[node] ? RowNode.MissingLeft : 0);
        }

        _categories.Add((slots, missing > 0));
        return (_categories.Count - 1) | RowNode.Categorical;
    }
}
