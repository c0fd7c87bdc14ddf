using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Reporting;
using Microsoft.ML.Quantization.Rewriting;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>What a report shows of the prepared FP32 graph, read while it is there.</summary>
internal sealed class GraphFacts
{
    private readonly Dictionary<string, int[]> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WeightRanges> _weights = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorMaker> _makers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _reads = new(StringComparer.Ordinal);

    private GraphFacts()
    {
    }

    /// <summary>Of a graph of which nothing is known.</summary>
    public static GraphFacts None { get; } = new();

    /// <summary>Whether anything is known of the graph.</summary>
    public bool IsKnown => _sources.Count > 0;

    /// <param name="prepared">The prepared model, its weights as they are written.</param>
    /// <param name="plan">Which of its nodes have INT8 weights.</param>
    /// <param name="settings">How it is written.</param>
    public static GraphFacts Collect(OnnxModel prepared, QuantizationPlan plan, QdqSettings settings)
    {
        var facts = new GraphFacts();
        var index = new GraphIndex(prepared.Graph);
        var places = prepared.Graph.Node.Select((node, place) => (node.Name, place)).ToDictionary(StringComparer.Ordinal);
        var weighted = plan.Nodes.Where(node => node.Role is NodeRole.Convolution or NodeRole.Linear).Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var node in prepared.Graph.Node)
        {
            facts._sources[node.Name] = [.. node.Input.Select(index.Producer).OfType<NodeProto>().Select(source => places[source.Name]).Distinct().Order()];
            facts._reads[node.Name] = [.. SubgraphCaptures.Reads(node).Where(tensor => tensor.Length > 0 && index.Initializer(tensor) == null)];
            foreach (string output in node.Output)
            {
                facts._makers[output] = new TensorMaker(node.Name, node.OpType);
            }

            if (weighted.Contains(node.Name))
            {
                facts._weights[node.Name] = WeightRanges.Measure(NodeWeights.Read(node, index, prepared, settings));
            }
        }

        return facts;
    }

    /// <summary>The places in the graph's order of the nodes that make what a node reads.</summary>
    public IReadOnlyList<int> SourcesOf(string node) => _sources.GetValueOrDefault(node) ?? [];

    /// <summary>The ranges of a node's weights; <see langword="null"/> where it has none that are quantized.</summary>
    public WeightRanges? WeightsOfNode(string node) => _weights.GetValueOrDefault(node);

    /// <summary>The node that makes a tensor; <see langword="null"/> for inputs of the model.</summary>
    public TensorMaker? MakerOf(string tensor) => _makers.GetValueOrDefault(tensor);

    /// <summary>The nodes that read a tensor, in the graph's order.</summary>
    public IEnumerable<string> ReadersOf(string tensor) => _reads.Where(node => node.Value.Contains(tensor)).Select(node => node.Key);

    /// <summary>The nodes whose results a tensor is made from, its own maker among them.</summary>
    public HashSet<string> NodesBehind(string tensor) => [.. Upstream(tensor).Select(MakerOf).OfType<TensorMaker>().Select(maker => maker.Node)];

    /// <summary>The tensors that a tensor is made from, and itself.</summary>
    public HashSet<string> Upstream(string tensor)
    {
        var found = new HashSet<string>([tensor], StringComparer.Ordinal);
        var open = new Stack<string>(found);
        while (open.TryPop(out string? next))
        {
            foreach (string read in MakerOf(next) is { } maker ? _reads[maker.Node].Where(found.Add) : [])
            {
                open.Push(read);
            }
        }

        return found;
    }
}
