using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>Takes nodes between INT8 nodes back to FP32 until each has INT8 values to read and an INT8 reader.</summary>
internal static class WholeRegions
{
    public static void Keep(PlacementDraft draft)
    {
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (var node in draft.Nodes.Where(node => draft[node].Role is NodeRole.Requantizing or NodeRole.SameScale))
            {
                if (WhyNotCarried(node, draft) is { } reason)
                {
                    draft[node] = PlacementDraft.Float(node, reason);
                    changed = true;
                }
            }
        }
    }

    private static string? WhyNotCarried(NodeProto node, PlacementDraft draft)
    {
        var inputs = PlacementDraft.ActivationsOf(node).ToArray();
        if (inputs.Any(input => draft.Graph.Initializer(input) != null))
        {
            return "one of its inputs is a constant";
        }

        int quantized = inputs.Count(input => draft.IntegerMaker(input) != null);
        bool fed = node.Is("Add") ? quantized > 0 : quantized == inputs.Length;
        if (!fed)
        {
            return "its inputs are not all made by INT8 nodes";
        }

        return draft.Values.IsReadInInt8(draft.Values.OutputOf(node)) ? null : "no INT8 node reads its output";
    }
}
