using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;

namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>How a model is quantized, and what ONNX Runtime runs in INT8 on this machine, by its own optimized graph.</summary>
internal sealed record QuantizedFacts
{
    /// <summary>The quantized tensors: activations by type, weights by type and by whether they have a scale a channel.</summary>
    public required IReadOnlyList<string> Tensors { get; init; }

    /// <summary>The kernels of the optimized graph, with how many nodes each has; empty where ONNX Runtime does not open the model.</summary>
    public required IReadOnlyList<KernelCount> Kernels { get; init; }

    /// <summary>Nodes that read quantized tensors and run in FP32, with the reason.</summary>
    public required IReadOnlyList<UnfusedNode> Unfused { get; init; }

    public required IReadOnlyList<string> Findings { get; init; }

    public static QuantizedFacts Read(OnnxModel model)
    {
        // ONNX Runtime tells what became of a node by its name.
        var named = model.View(model.Proto.Clone());
        NodeNames.Complete(named.Graph);
        var (optimized, fault) = Optimized(named);
        var findings = QuantizationFindings.Find(new GraphIndex(model.Graph), model.Proto, optimized);
        return new QuantizedFacts
        {
            Tensors = [.. QuantizedTensorKinds.Describe(model.Graph)],
            Kernels = optimized == null ? [] : KernelCount.Count(optimized),
            Unfused = optimized == null ? [] : [.. UnfusedNode.Find(named.Graph, optimized)],
            Findings = fault == null ? [.. findings] : [$"ONNX Runtime does not open this model here: {fault}", .. findings],
        };
    }

    private static (GraphProto? Graph, string? Fault) Optimized(OnnxModel model)
    {
        try
        {
            return (RuntimeGraph.Read(model), null);
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException)
        {
            return (null, e.Message);
        }
    }
}
