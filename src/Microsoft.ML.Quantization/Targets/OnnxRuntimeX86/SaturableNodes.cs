using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeX86;

/// <summary>Finds the nodes of an INT8 model whose sums can overflow 16 bits on x86 CPUs without VNNI.</summary>
internal static class SaturableNodes
{
    public static IEnumerable<string> Find(OnnxModel model)
    {
        var index = new GraphIndex(model.Graph);
        return model.Graph.Node.Where(node => CanSaturate(node, index, model)).Select(node => node.Name);
    }

    private static bool CanSaturate(NodeProto node, GraphIndex index, OnnxModel model)
    {
        if (!WeightedNodes.Contains(node)
            || index.Producer(node.Input[1]) is not { OpType: "DequantizeLinear" } dequantize
            || index.Initializer(dequantize.Input[0]) is not { } weights)
        {
            return false;
        }

        var layout = WeightedNodes.Layout(node, weights.Dims);
        bool saturates = false;
        layout.VisitPairedRows(TensorData.SignedBytes(model.Inline(weights)), (_, row) => saturates |= SaturationBound.CanSaturate(row));
        return saturates;
    }
}
