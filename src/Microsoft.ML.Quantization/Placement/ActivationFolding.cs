using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>Lets INT8 nodes take over the Relu or Clip behind them.</summary>
internal static class ActivationFolding
{
    public static void Fold(PlacementDraft draft, Func<NodeProto, bool> isExcluded)
    {
        foreach (var node in draft.Nodes.Where(node => draft[node].IsQuantized && draft.Rules.Operators[node].TakesActivation))
        {
            if ((FoldableActivation.After(node.Output[0], draft.Graph) ?? FoldableActivation.Attached(node.Output[0], draft.Graph, draft.Rules.AttachedOperators)) is { } activation && !isExcluded(activation.Node))
            {
                draft.Fold(node, activation);
            }
        }
    }

    /// <summary>
    /// A linear node whose output anything reads in FP32 keeps its activation, which the rounding of INT8 readers alone would not do for the
    /// others; and so does a node that went back to FP32.
    /// </summary>
    /// <returns>Whether there was one.</returns>
    public static bool UnfoldWhereFloat(PlacementDraft draft)
    {
        bool any = false;
        foreach (var (node, fold) in draft.Folds.ToArray())
        {
            string output = fold.Node.Output[0];
            if (!draft[node].IsQuantized || (draft[node].Role == NodeRole.Linear && (draft.Values.IsReadInFloat(output) || !draft.Values.IsReadInInt8(output))))
            {
                draft.Unfold(node, draft[node].IsQuantized && draft.Values.IsReadInInt8(output) ? "its value is read in FP32 too" : "its producer's output stays FP32");
                any = true;
            }
        }

        return any;
    }
}
