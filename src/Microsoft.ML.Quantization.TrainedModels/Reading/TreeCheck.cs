using Microsoft.ML.Quantization.TrainedModels.Saved;
using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Reading;

/// <summary>That a tree is one: every node and leaf is reached once from the root, and all features exist.</summary>
internal static class TreeCheck
{
    public static void Run(Tree tree, int number, int features)
    {
        var (nodes, leaves) = (new bool[tree.NodeCount], new bool[tree.Leaves.Length]);
        var open = new Stack<int>();
        open.Push(tree.NodeCount == 0 ? ~0 : 0);
        while (open.TryPop(out int child))
        {
            var seen = child < 0 ? leaves : nodes;
            int index = child < 0 ? ~child : child;
            if (index >= seen.Length || seen[index])
            {
                throw new UnknownLayoutException($"tree {number} names a child, {child}, that it does not have or has twice");
            }

            seen[index] = true;
            if (child >= 0)
            {
                CheckFeatures(tree, child, number, features);
                open.Push(tree.Left[child]);
                open.Push(tree.Right[child]);
            }
        }
    }

    private static void CheckFeatures(Tree tree, int node, int number, int features)
    {
        int[] used = tree.Categories?[node] ?? [tree.Features[node]];
        foreach (int feature in used)
        {
            if (feature < 0 || feature >= features)
            {
                throw new UnknownLayoutException($"tree {number} looks at feature {feature} of {features}");
            }
        }
    }
}
