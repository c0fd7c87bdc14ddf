using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>Lets INT8 nodes take over the Relu or Clip behind them.</summary>
internal static class ActivationFolding
{
    public static void Fold(PlacementDraft draft, Func<NodeProto, bool> isExcluded)
    {
        foreach (var node in draft.Nodes.Where(node => draft[node].Role is NodeRole.Convolution or NodeRole.Linear || (node.Is("Add") && draft[node].IsQuantized)))
        {
            if (FoldableActivation.After(node.Output[0], draft.Graph) is { } activation && !isExcluded(activation.Node))
            {
                draft.Fold(node, activation);
            }
        }
    }

    /// <summary>A linear node whose output stays FP32, and a node that went back to FP32, keep their activation.</summary>
    public static void UnfoldWhereFloat(PlacementDraft draft)
    {
        foreach (var (node, fold) in draft.Folds.ToArray())
        {
            if (!draft[node].IsQuantized || (draft[node].Role == NodeRole.Linear && !draft.ReadInInt8(fold.Node.Output[0])))
            {
                draft.Unfold(node, "its producer's output stays FP32");
            }
        }
    }
}
