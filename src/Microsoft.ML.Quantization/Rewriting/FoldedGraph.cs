using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>A graph whose folded activations are gone: their producers make their outputs.</summary>
internal sealed class FoldedGraph
{
    private readonly Dictionary<string, NodePlan> _plans;
    private readonly Dictionary<string, NodeProto> _makers = new(StringComparer.Ordinal);

    /// <param name="index">The graph, whose producers of folded activations are renamed.</param>
    /// <param name="plan">Which activations are folded.</param>
    public FoldedGraph(GraphIndex index, QuantizationPlan plan)
    {
        _plans = plan.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        foreach (var node in index.Graph.Node)
        {
            var maker = node;
            if (PlanOf(node).Role == NodeRole.Folded)
            {
                maker = index.Producer(node.Input[0])!;
                maker.Output[0] = node.Output[0];
            }

            foreach (string output in node.Output)
            {
                _makers[output] = maker;
            }
        }

        Nodes = [.. index.Graph.Node.Where(node => PlanOf(node).Role != NodeRole.Folded)];
    }

    public IReadOnlyList<NodeProto> Nodes { get; }

    public NodePlan PlanOf(NodeProto node) => _plans[node.Name];

    public NodeProto? Maker(string tensor) => _makers.GetValueOrDefault(tensor);

    /// <summary>Whether the tensor exists in INT8 only.</summary>
    public bool IsMadeInInt8(string tensor) => Maker(tensor) is { } maker && PlanOf(maker).Role is NodeRole.Convolution or NodeRole.Requantizing or NodeRole.SameScale;
}
