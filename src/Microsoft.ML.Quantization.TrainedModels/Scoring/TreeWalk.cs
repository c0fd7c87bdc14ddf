using Microsoft.ML.Quantization.TrainedModels.Compiling;
using Microsoft.ML.Quantization.TrainedModels.Kernels;

namespace Microsoft.ML.Quantization.TrainedModels.Scoring;

/// <summary>Takes rows from the exits of the top of a large tree on to their leaves. A step reads one bit: the conditions are decided already.</summary>
internal static unsafe class TreeWalk
{
    /// <param name="nodes">The nodes of all trees.</param>
    /// <param name="exits">The exits of the tree: nodes, or complements of leaves.</param>
    /// <param name="leaves">The leaves of all trees.</param>
    /// <param name="values">The conditions.</param>
    /// <param name="words">The 64-row words of a value.</param>
    /// <param name="indices">The low byte of an exit a row.</param>
    /// <param name="highIndices">The high byte.</param>
    /// <param name="sums">What the leaves are added to.</param>
    public static void Add(WalkNode* nodes, int* exits, double* leaves, ulong* values, int words, byte* indices, byte* highIndices, double* sums)
    {
        int run = IndexKernel.Place(1, words);
        int* at = stackalloc int[8];
        for (int eight = 0; eight < run; eight++)
        {
            ulong* word = values + (eight >> 3);
            int bit = (eight & 7) * 8;
            int open = 0;
            for (int i = 0; i < 8; i++)
            {
                at[i] = exits[indices[(i * run) + eight] | (highIndices[(i * run) + eight] << 8)];
                open |= ~at[i] & int.MinValue;
            }

            while (open != 0)
            {
                open = 0;
                for (int i = 0; i < 8; i++)
                {
                    if (at[i] >= 0)
                    {
                        var node = nodes[at[i]];
                        at[i] = ((word[(long)node.Condition * words] >> (bit + i)) & 1) == 0 ? node.Left : node.Right;
                        open |= ~at[i] & int.MinValue;
                    }
                }
            }

            for (int i = 0; i < 8; i++)
            {
                sums[(i * run) + eight] += leaves[~at[i]];
            }
        }
    }
}
