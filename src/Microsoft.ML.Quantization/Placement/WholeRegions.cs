using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>Takes nodes between INT8 nodes back to FP32 until each has INT8 values to read and an INT8 reader.</summary>
internal static class WholeRegions
{
    public static void Keep(PlacementDraft draft)
    {
        IEnumerable<NodeProto> open = [.. draft.Nodes];
        while (open.Any())
        {
            var touched = new HashSet<NodeProto>(ReferenceEqualityComparer.Instance);
            foreach (var node in open.Where(node => draft[node].Role is NodeRole.Requantizing or NodeRole.SameScale))
            {
                if (WhyNotCarried(node, draft) is { } reason)
                {
                    touched.UnionWith(Neighbours(node, draft));
                    draft[node] = PlacementDraft.Float(node, reason);
                }
            }

            open = touched;
        }
    }

    /// <summary>The nodes that lose a reader or an input with this one.</summary>
    private static IEnumerable<NodeProto> Neighbours(NodeProto node, PlacementDraft draft) => draft.ActivationsOf(node).Select(draft.Values.Maker).OfType<NodeProto>()
        .Concat(draft.Values.OutputsOf(node).SelectMany(draft.Graph.Consumers).Select(use => use.Node));

    private static string? WhyNotCarried(NodeProto node, PlacementDraft draft)
    {
        var inputs = draft.ActivationsOf(node).ToArray();
        if (inputs.Any(input => draft.Graph.Initializer(input) != null))
        {
            return "one of its inputs is a constant";
        }

        int quantized = inputs.Count(input => draft.IntegerMaker(input) != null);
        bool fed = draft.Rules.Operators[node].QuantizesInputs ? quantized > 0 : quantized == inputs.Length;
        if (!fed)
        {
            return "its inputs are not all made by INT8 nodes";
        }

        return !draft.Rules.NeedsIntegerReaders || draft.Values.OutputsOf(node).Any(draft.Values.IsReadInInt8) ? null : "no INT8 node reads its output";
    }
}
