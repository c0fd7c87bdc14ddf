using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>A node that reads quantized tensors and that ONNX Runtime runs in FP32.</summary>
internal sealed record UnfusedNode(string Name, string Operator, string Reason)
{
    /// <summary>How ONNX Runtime calls what it makes of a node: a prefix or a suffix.</summary>
    private const string Fused = "fused ";

    private static readonly HashSet<string> Conversions = new(["QuantizeLinear", "DequantizeLinear"], StringComparer.Ordinal);

    /// <param name="graph">The model, whose nodes all have names.</param>
    /// <param name="optimized">What ONNX Runtime made of it.</param>
    public static IEnumerable<UnfusedNode> Find(GraphProto graph, GraphProto optimized)
    {
        var index = new GraphIndex(graph);
        var runs = new GraphIndex(optimized);
        var inFloat = optimized.Node.Where(node => !Conversions.Contains(node.OpType) && !Kernel.IsInteger(node.OpType) && node.OpType != "MatMulNBits" && node.Input.Any(input => runs.Producer(input)?.OpType == "DequantizeLinear")).ToList();
        var names = inFloat.Select(node => Base(node.Name)).ToHashSet(StringComparer.Ordinal);
        var outputs = inFloat.SelectMany(node => node.Output).ToHashSet(StringComparer.Ordinal);
        return graph.Node
            .Where(node => !Conversions.Contains(node.OpType) && node.Input.Any(input => index.Producer(input)?.OpType == "DequantizeLinear") && (names.Contains(node.Name) || node.Output.Any(outputs.Contains)))
            .Select(node => new UnfusedNode(node.Name, node.OpType, WhyUnfused.Explain(node, index)));
    }

    private static string Base(string name)
    {
        name = name.StartsWith(Fused, StringComparison.Ordinal) ? name[Fused.Length..] : name;
        foreach (string suffix in new[] { "_token_", "/MatMulAddFusion" })
        {
            int at = name.LastIndexOf(suffix, StringComparison.Ordinal);
            name = at > 0 ? name[..at] : name;
        }

        return name;
    }
}
