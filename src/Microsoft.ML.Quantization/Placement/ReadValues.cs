using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>
/// The value that each reader of a tensor gets once a plan is carried out: FP32, or rounded to INT8. This is the one definition of it, for
/// placement, for writing the INT8 model, for models that imitate its rounding, and for training.
/// </summary>
/// <param name="graph">The prepared graph.</param>
/// <param name="planOf">What is planned, or planned so far, for each of its nodes.</param>
internal sealed class ReadValues(GraphIndex graph, Func<NodeProto, NodePlan> planOf)
{
    /// <summary>The node that makes a tensor, with the activation folded into it or attached to it if there is one; <see langword="null"/> for inputs and constants.</summary>
    public NodeProto? Maker(string tensor) => graph.Producer(tensor) is { } producer && IsTakenOver(producer) ? graph.Producer(producer.Input[0]) : graph.Producer(tensor);

    /// <summary>The tensor that carries a node's result: behind the activation folded into it or attached to it, if there is one.</summary>
    public string OutputOf(NodeProto node) => graph.Consumers(node.Output[0]) is [{ Node: var reader }] && IsTakenOver(reader) ? reader.Output[0] : node.Output[0];

    /// <summary>The tensors that carry a node's results: its output, or those of several that anything reads.</summary>
    public IEnumerable<string> OutputsOf(NodeProto node) => node.Output.Count == 1 ? [OutputOf(node)] : node.Output.Skip(1).Prepend(OutputOf(node)).Where(IsUsed);

    /// <summary>
    /// Whether the tensor exists in INT8 only, so that all who read it get it rounded: outputs of the model and subgraphs too. A linear node gives
    /// FP32, unless it clips by its rounding.
    /// </summary>
    public bool IsMadeInInt8(string tensor) => graph.Producer(tensor) is { } producer && planOf(producer).Role switch
    {
        NodeRole.Convolution or NodeRole.Requantizing or NodeRole.SameScale => OutputsOf(producer).Contains(tensor),
        NodeRole.Folded or NodeRole.Attached => true,
        _ => false,
    };

    /// <summary>Whether a node gets the rounded value of an input: an INT8 node does of its activations, an FP32 node only where there is no other.</summary>
    public bool IsRounded(TensorUse use) => ReadsInInt8(use) || IsMadeInInt8(use.Node.Input[use.InputIndex]);

    /// <summary>Whether an INT8 node reads the tensor as an activation.</summary>
    public bool IsReadInInt8(string tensor) => graph.Consumers(tensor).Any(ReadsInInt8);

    /// <summary>The INT8 nodes that read the tensor as an activation.</summary>
    public IEnumerable<NodeProto> IntegerReaders(string tensor) => graph.Consumers(tensor).Where(ReadsInInt8).Select(use => use.Node);

    /// <summary>Whether anything reads the tensor that does not run in INT8: an output of the model, a subgraph, or a node.</summary>
    public bool IsReadInFloat(string tensor) => graph.IsOutput(tensor) || graph.IsCaptured(tensor) || graph.Consumers(tensor).Any(use => !ReadsInInt8(use));

    private bool IsUsed(string tensor) => tensor.Length > 0 && (graph.Consumers(tensor).Count > 0 || graph.IsOutput(tensor) || graph.IsCaptured(tensor));

    private bool ReadsInInt8(TensorUse use) =>
        planOf(use.Node) is { IsQuantized: true } plan && use.InputIndex < plan.ActivationInputs;

    private bool IsTakenOver(NodeProto node) => planOf(node).Role is NodeRole.Folded or NodeRole.Attached;
}
