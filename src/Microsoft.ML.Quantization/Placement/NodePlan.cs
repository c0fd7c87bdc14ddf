using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>What happens to one node, and why.</summary>
/// <param name="Name">The node's name in the prepared graph.</param>
/// <param name="OperatorType">Its ONNX operator.</param>
/// <param name="Role">What it does in the quantized graph.</param>
/// <param name="Reason">Why, in words for a report.</param>
internal sealed record NodePlan(string Name, string OperatorType, NodeRole Role, string Reason)
{
    /// <summary>How many of its first inputs are activations, which it reads in INT8 if it runs in INT8.</summary>
    public int ActivationInputs { get; init; }

    /// <summary>Whether it reads and computes with INT8 activations.</summary>
    public bool IsQuantized => Role is not (NodeRole.Float or NodeRole.Folded or NodeRole.Attached or NodeRole.Table);

    /// <summary>Whether it is in INT8 as reports count it: nodes that are part of an INT8 node, and tables that are stored in INT8, are too.</summary>
    public bool IsInInt8 => Role != NodeRole.Float;

    /// <summary>Whether it runs in INT8 with constant weights.</summary>
    public bool HasWeights => Role is NodeRole.Convolution or NodeRole.Linear;

    /// <summary>The inputs of the node that are activations.</summary>
    public IEnumerable<string> ActivationsOf(NodeProto node) => node.Input.Take(ActivationInputs);

    public override string ToString() => $"{(Role == NodeRole.Float ? "FP32" : "INT8")}  {OperatorType,-20} {Name}: {Reason}";
}
