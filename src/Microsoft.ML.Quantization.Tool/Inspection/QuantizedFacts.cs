using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>How a model is quantized, and what ONNX Runtime runs in INT8 on this machine, by its own optimized graph.</summary>
internal sealed record QuantizedFacts
{
    private static readonly HashSet<string> Conversions = new(["QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear"], StringComparer.Ordinal);

    /// <summary>The quantized tensors: activations by type, weights by type and by whether they have a scale a channel.</summary>
    public required IReadOnlyList<string> Tensors { get; init; }

    /// <summary>The kernels of the optimized graph, with how many nodes each has.</summary>
    public required IReadOnlyList<KernelCount> Kernels { get; init; }

    /// <summary>Nodes with weights that run in FP32 though their weights or inputs are quantized, with the reason.</summary>
    public required IReadOnlyList<UnfusedNode> Unfused { get; init; }

    public required IReadOnlyList<string> Findings { get; init; }

    public static QuantizedFacts Read(OnnxModel model)
    {
        var index = new GraphIndex(model.Graph);
        var optimized = RuntimeGraph.Read(model);
        return new QuantizedFacts
        {
            Tensors = [.. QuantizedTensorKinds.Describe(index)],
            Kernels = [.. optimized.Node.GroupBy(node => node.OpType).Select(group => new KernelCount(group.Key, group.Count(), Kernel.IsInteger(group.Key))).OrderByDescending(count => count.IsInteger).ThenByDescending(count => count.Nodes)],
            Unfused = [.. UnfusedNode.Find(model.Graph, optimized)],
            Findings = [.. QuantizationFindings.Find(index, model.Proto)],
        };
    }

    /// <summary>Whether an operator only converts between FP32 and INT8.</summary>
    public static bool IsConversion(string operatorType) => Conversions.Contains(operatorType);
}
