using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Compiling;

/// <summary>The conditions of a node: one for a numeric node, one for each slot of a categorical node, any of which sends a row right.</summary>
internal static class NodeConditions
{
    /// <summary>Nothing is at most NaN.</summary>
    public static bool AlwaysGoesRight(Tree tree, int node) => tree.Categories?[node] == null && float.IsNaN(tree.Thresholds[node]);

    public static Condition[] Create(Tree tree, int node)
    {
        float missing = tree.MissingValues?[node] ?? float.NaN;
        if (tree.Categories?[node] is { } slots)
        {
            return [.. slots.Select(slot => new Condition(slot, 0, missing > 0))];
        }

        float threshold = tree.Thresholds[node];
        return [new Condition(tree.Features[node], threshold, !(missing <= threshold))];
    }
}
