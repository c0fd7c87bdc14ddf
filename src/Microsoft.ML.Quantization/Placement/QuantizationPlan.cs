using System.Text;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>Which nodes of a prepared graph run in INT8 and which tensors are quantized for it: a value that can be printed, compared and edited.</summary>
/// <param name="Nodes">Every node of the graph, in its order.</param>
/// <param name="Tensors">The activation tensors to quantize, in the order in which they are computed.</param>
internal sealed record QuantizationPlan(IReadOnlyList<NodePlan> Nodes, IReadOnlyList<TensorPlan> Tensors)
{
    /// <summary>Linear nodes that are kept apart from what follows them though no rule asks for it, by name.</summary>
    public IReadOnlySet<string> Barriers { get; init; } = new HashSet<string>();

    /// <summary>How many nodes are in INT8: the one number for messages and reports.</summary>
    public int IntegerNodes => Nodes.Count(node => node.IsInInt8);

    /// <summary>Whether nothing runs in INT8.</summary>
    public bool IsEmpty => !Nodes.Any(node => node.IsQuantized);

    /// <summary>Whether nothing is stored in INT8 either: the model stays what it is.</summary>
    public bool ChangesNothing => IsEmpty && Nodes.All(node => node.Role != NodeRole.Table);

    /// <summary>The tensors whose values must be observed: those that others take their range from.</summary>
    public IEnumerable<string> ObservedTensors => Tensors.Select(tensor => tensor.RangeOf).Distinct(StringComparer.Ordinal);

    /// <summary>Why the first node that has weights, or else the first node, stays FP32: the answer to "why is nothing INT8?".</summary>
    public string FirstReason => (Nodes.FirstOrDefault(node => WeightedOperators.Find(node.OperatorType) != null) ?? (Nodes.Count > 0 ? Nodes[0] : null))?.ToString() ?? "The graph is empty.";

    /// <summary>The same with no node in INT8, for a reason.</summary>
    public QuantizationPlan AllFloat(string reason) =>
        new([.. Nodes.Select(node => node.Role is NodeRole.Float or NodeRole.Table ? node : node with { Role = NodeRole.Float, Reason = reason })], []);

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var node in Nodes)
        {
            text.AppendLine(node.ToString());
        }

        return text.ToString();
    }
}
