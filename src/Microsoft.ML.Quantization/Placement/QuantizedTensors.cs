using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>The tensors to quantize for a placement, in the order in which they are computed.</summary>
internal static class QuantizedTensors
{
    public static List<TensorPlan> Collect(PlacementDraft draft)
    {
        var tensors = new ScaleGroups();
        foreach (string input in draft.Graph.Graph.Input.Select(input => input.Name).Where(draft.Values.IsReadInInt8))
        {
            tensors.Add(input);
        }

        foreach (var node in draft.Nodes.Where(node => draft[node].Role is not (NodeRole.Folded or NodeRole.Attached)))
        {
            AddOutputs(node, draft, tensors);
            if (draft[node].Role == NodeRole.SameScale)
            {
                foreach (string output in draft.Values.OutputsOf(node))
                {
                    tensors.Share(node.Input[0], output);
                }
            }
        }

        foreach (var concat in draft.Nodes.Where(node => draft[node].IsQuantized && draft.Rules.Operators[node].SharesScale))
        {
            tensors.ShareConcat(concat, draft.Graph);
        }

        return tensors.ToList();
    }

    private static void AddOutputs(NodeProto node, PlacementDraft draft, ScaleGroups tensors)
    {
        var role = draft[node].Role;
        var fold = draft.Folds.GetValueOrDefault(node);
        foreach (string output in role == NodeRole.Float ? node.Output : draft.Values.OutputsOf(node))
        {
            if (draft.Values.IsMadeInInt8(output) || draft.Values.IsReadInInt8(output))
            {
                tensors.Add(output, fold?.Low, fold?.High, draft.Rules.Operators[node].OutputRange);
            }
        }
    }
}
