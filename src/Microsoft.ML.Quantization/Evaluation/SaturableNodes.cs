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

        bool depthwise = node.OpType == "Conv" && node.Integer("group", 1) > 1 && weights.Dims[1] == 1;
        int axis = WeightedNodes.OutputAxis(node);
        sbyte[] values = Array.ConvertAll(TensorData.Integers(weights), value => (sbyte)value);
        int outputs = (int)weights.Dims[axis];
        return !depthwise && SaturationBound.CanSaturate(axis == 0 ? values : Transposed(values, outputs), outputs).Contains(true);
    }

    private static sbyte[] Transposed(sbyte[] values, int outputs)
    {
        int inputs = values.Length / outputs;
        var moved = new sbyte[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            moved[(i % outputs * inputs) + (i / outputs)] = values[i];
        }

        return moved;
    }
}
