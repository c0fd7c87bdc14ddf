using Microsoft.ML.Quantization.TrainedModels.Saved;
using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Writing;

/// <summary>
/// Writes one saved tree again, in the layout that <see cref="Reading.TreeReader"/> reads, with the leaves of a tree. Where it is asked for, without what only training reads.
/// ML.NET loads trees without most of it, as those of LightGBM are: only split gains have to be there, and are zero then.
/// </summary>
internal static class TreeEdit
{
    private const byte WithSampledLabels = 2;

    public static void Run(ref EntryEditor editor, Tree tree, bool clear)
    {
        byte kind = editor.Keep<byte>();
        editor.Keep<int>();
        var largestLeafAndWeight = editor.Keep<double>(2);

        // A tree without nodes may be saved in ways that ML.NET tells apart: it stays as it is, and so small.
        clear &= tree.NodeCount > 0;
        if (clear)
        {
            largestLeafAndWeight[0] = 0;
        }

        // The arrays may be as long as the largest tree that training allowed.
        int nodes = clear ? tree.NodeCount : int.MaxValue;
        int none = clear ? 0 : int.MaxValue;
        editor.CutArray<int>(nodes);
        editor.CutArray<int>(nodes);
        editor.CutArray<int>(nodes);
        KeepCategories(ref editor);
        editor.CutArray<uint>(none);
        editor.KeepArray<float>();
        editor.CutArray<float>(tree.MissingValues == null ? none : int.MaxValue);
        EditLeaves(ref editor, tree, clear ? nodes + 1 : int.MaxValue);
        EditGains(ref editor, nodes, clear);
        for (int i = 0; i < (kind == WithSampledLabels ? 4 : 2); i++)
        {
            editor.CutArray<double>(none);
        }
    }

    private static void KeepCategories(ref EntryEditor editor)
    {
        for (int i = editor.KeepArray<int>().Length; i > 0; i--)
        {
            editor.KeepArray<int>();
            editor.Keep<int>(2);
        }
    }

    private static void EditLeaves(ref EntryEditor editor, Tree tree, int most)
    {
        var leaves = editor.CutArray<double>(most);
        if (tree.NodeCount > 0)
        {
            tree.Leaves.CopyTo(leaves);
        }
    }

    private static void EditGains(ref EntryEditor editor, int nodes, bool clear)
    {
        var gains = editor.CutArray<double>(nodes);
        if (clear)
        {
            gains.Clear();
        }
    }
}
