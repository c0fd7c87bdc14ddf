using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting.Folding;

/// <summary>
/// Takes what multiplies the outputs of a convolution or linear layer by a constant a channel, or adds one to them, into its weights and bias, as some
/// exporters write BatchNormalization. ONNX Runtime does so for constants of some shapes only, and what is left stands between INT8 layers.
/// </summary>
internal static class FactorFolding
{
    public static void Apply(GraphProto graph)
    {
        var index = new GraphIndex(graph);
        var names = new NameScope(graph);
        var gone = new HashSet<NodeProto>(ReferenceEqualityComparer.Instance);
        foreach (var node in graph.Node.Where(node => Reader(node.Output[0], index) != null))
        {
            if (LayerConstants.Find(node, index) is { } layer && FoldBehind(node, layer, index, gone))
            {
                layer.Write(graph, names);
            }
        }

        if (gone.Count > 0)
        {
            NodeProto[] kept = [.. graph.Node.Where(node => !gone.Contains(node))];
            graph.Node.Clear();
            graph.Node.AddRange(kept);
            var made = kept.SelectMany(node => node.Output).ToHashSet(StringComparer.Ordinal);
            ValueInfoProto[] known = [.. graph.ValueInfo.Where(value => index.Producer(value.Name) == null || made.Contains(value.Name))];
            graph.ValueInfo.Clear();
            graph.ValueInfo.AddRange(known);
            UnusedInitializers.Remove(graph);
        }
    }

    private static bool FoldBehind(NodeProto node, LayerConstants layer, GraphIndex index, HashSet<NodeProto> gone)
    {
        bool any = false;
        while (Reader(node.Output[0], index) is { } reader && Effect(reader, node.Output[0], layer, index) is var (factors, shifts) && layer.Apply(factors, shifts))
        {
            node.Output[0] = reader.Output[0];
            gone.Add(reader);
            any = true;
        }

        return any;
    }

    /// <summary>The only node that reads a tensor, if it is of the kind that may be folded.</summary>
    private static NodeProto? Reader(string tensor, GraphIndex index) =>
        !index.IsOutput(tensor) && !index.IsCaptured(tensor) && index.Consumers(tensor) is [{ Node: var reader }]
            && (reader.Is("Mul") || reader.Is("Div") || reader.Is("Add") || reader.Is("Sub")) ? reader : null;

    /// <summary>What a node multiplies each channel by and then adds to it; <see langword="null"/> where it does something else.</summary>
    private static (double[] Factors, double[] Shifts)? Effect(NodeProto reader, string tensor, LayerConstants layer, GraphIndex index)
    {
        bool first = reader.Input[0] == tensor;
        if (index.Initializer(reader.Input[first ? 1 : 0]) is not { } operand || ChannelConstant.Read(operand, layer.Rank, layer.Axis, layer.Channels) is not { } constants)
        {
            return null;
        }

        double[] values = Array.ConvertAll(constants, constant => (double)constant);
        double[] ones = [.. Enumerable.Repeat(1.0, values.Length)];
        var zeros = new double[values.Length];
        return (reader.OpType, first) switch
        {
            ("Mul", _) => (values, zeros),
            ("Div", true) => (Array.ConvertAll(values, value => 1 / value), zeros),
            ("Add", _) => (ones, values),
            ("Sub", true) => (ones, Array.ConvertAll(values, value => -value)),
            ("Sub", false) => (Array.ConvertAll(ones, value => -value), values),
            _ => null,
        };
    }
}
