using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>Takes regions back to FP32 whose conversions cost more than their nodes gain.</summary>
internal static class SlowRegions
{
    public static void Drop(PlacementDraft draft, CpuCosts costs)
    {
        var nodes = draft.Nodes.Where(node => draft[node].IsQuantized).ToArray();
        foreach (var region in IntegerRegions.Of(nodes, node => draft.IntegerReaders(draft.OutputOf(node))))
        {
            double? gain = region.Select(costs.Gain).Aggregate((double?)0, (sum, saved) => sum + saved);
            double? conversions = Boundary(region, draft).Select(costs.Conversion).Aggregate((double?)0, (sum, cost) => sum + cost);
            if (gain - conversions <= 0)
            {
                foreach (var node in region)
                {
                    draft[node] = PlacementDraft.Float(node, $"its region of {region.Count} node{(region.Count > 1 ? "s" : "")} would be no faster in INT8");
                }
            }
        }
    }

    /// <summary>The tensors that are converted to INT8 for a region and those that are converted back.</summary>
    private static IEnumerable<string> Boundary(IReadOnlyList<NodeProto> region, PlacementDraft draft)
    {
        var read = region.SelectMany(PlacementDraft.ActivationsOf).Where(input => !draft.MadeInInt8(input));
        var made = region.Where(node => draft[node].Role != NodeRole.Linear).Select(draft.OutputOf).Where(draft.IsReadInFloat);
        return read.Concat(made).Distinct(StringComparer.Ordinal);
    }
}
