using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>Finds the nodes of an INT8 model whose sums can overflow 16 bits on x86 CPUs without VNNI.</summary>
internal static class SaturableNodes
{
    public static IEnumerable<string> Of(byte[] model)
    {
        var graph = ModelProto.Parser.ParseFrom(model).Graph;
        var index = new GraphIndex(graph);
        return graph.Node.Where(node => CanSaturate(node, index)).Select(node => node.Name);
    }

    private static bool CanSaturate(NodeProto node, GraphIndex index)
    {
        if (node.OpType is not ("Conv" or "Gemm" or "MatMul")
            || index.Producer(node.Input[1]) is not { OpType: "DequantizeLinear" } dequantize
            || index.Initializer(dequantize.Input[0]) is not { } weights)
        {
            return false;
        }

        var layout = new WeightLayout([.. weights.Dims], WeightedNodes.OutputAxis(node), node.Is("Conv") ? (int)node.Integer("group", 1) : 1);
        sbyte[] values = Array.ConvertAll(TensorData.Integers(weights), value => (sbyte)value);
        bool saturates = false;
        layout.VisitPairedRows<sbyte>(values, (_, row) => saturates |= SaturationBound.CanSaturate(row));
        return saturates;
    }
}
