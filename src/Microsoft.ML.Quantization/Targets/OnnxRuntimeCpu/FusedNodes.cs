using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

/// <summary>Reads from ONNX Runtime's own optimized graph which nodes run on INT8 values.</summary>
internal sealed class FusedNodes
{
    private readonly ILookup<string, NodeProto> _nodes;
    private readonly ILookup<string, NodeProto> _moved;
    private readonly GraphIndex _index;
    private readonly HashSet<string> _kernels;

    private FusedNodes(GraphProto optimized, OperatorRules operators)
    {
        _kernels = operators.All.SelectMany(rule => rule.Kernels).ToHashSet(StringComparer.Ordinal);
        _nodes = optimized.Node.ToLookup(node => node.Name, StringComparer.Ordinal);
        _moved = optimized.Node.ToLookup(node => BaseName(node.Name), StringComparer.Ordinal);
        _index = new GraphIndex(optimized);
    }

    /// <param name="model">The INT8 model.</param>
    /// <param name="operators">The rules that name the kernels; <see langword="null"/> for those of ONNX Runtime on CPUs.</param>
    public static FusedNodes Read(OnnxModel model, OperatorRules? operators = null) => In(RuntimeGraph.Read(model), operators);

    /// <param name="optimized">The graph that ONNX Runtime made of the INT8 model.</param>
    /// <param name="operators">As for <see cref="Read"/>.</param>
    public static FusedNodes In(GraphProto optimized, OperatorRules? operators = null) => new(optimized, operators ?? CpuOperators.Rules);

    public bool Contains(NodePlan plan)
    {
        var found = NodesOf(plan);
        return found.Length == 0 ? plan.Role == NodeRole.SameScale : found.All(node => IsInteger(node) || (plan.Role == NodeRole.SameScale && !ReadsFloat(node)));
    }

    /// <summary>What became of a node; nothing where its work is done by others.</summary>
    public NodeProto[] NodesOf(NodePlan plan) => [.. _nodes.Contains(plan.Name) ? _nodes[plan.Name] : _moved[plan.Name]];

    private bool IsInteger(NodeProto node) => _kernels.Contains(node.OpType);

    private bool ReadsFloat(NodeProto node) => _index.Producer(node.Input[0]) is { OpType: "DequantizeLinear" };

    /// <summary>ONNX Runtime appends "_token_N" to the names of nodes that it moves to another layout.</summary>
    private static string BaseName(string name)
    {
        int token = name.LastIndexOf("_token_", StringComparison.Ordinal);
        return token > 0 && name.AsSpan(token + 7).IndexOfAnyExceptInRange('0', '9') < 0 ? name[..token] : name;
    }
}
