using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Targets.FixedShapes;

/// <summary>The nodes that compute from constants and shapes alone, which are constants where sizes are fixed.</summary>
internal static class ConstantNodes
{
    public static HashSet<NodeProto> Find(GraphProto graph)
    {
        var found = new HashSet<NodeProto>(ReferenceEqualityComparer.Instance);
        var known = graph.Initializer.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var node in graph.Node.Where(node => TellsSize(node) || node.Is("Constant") || (IsComputation(node) && SubgraphCaptures.Reads(node).All(known.Contains))))
        {
            found.Add(node);
            known.UnionWith(node.Output);
        }

        return found;
    }

    /// <summary>What they make, computed without the rest of the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="nodes">They.</param>
    /// <param name="shapes">The shapes of all tensors.</param>
    public static ComputedValues Compute(OnnxModel model, HashSet<NodeProto> nodes, IReadOnlyDictionary<string, TensorShape> shapes)
    {
        if (nodes.Count == 0)
        {
            return ComputedValues.None;
        }

        var part = model.Proto.Clone();
        part.Graph.Input.Clear();
        part.Graph.Node.Clear();
        part.Graph.Node.AddRange(nodes.Where(node => !TellsSize(node)));
        part.Graph.Initializer.AddRange(nodes.Where(TellsSize).Select(node => Size(node, shapes)));
        var needed = part.Graph.Node.SelectMany(SubgraphCaptures.Reads).Concat(nodes.SelectMany(node => node.Output)).ToHashSet(StringComparer.Ordinal);
        var kept = part.Graph.Initializer.Where(tensor => needed.Contains(tensor.Name)).ToArray();
        part.Graph.Initializer.Clear();
        part.Graph.Initializer.AddRange(kept);
        string[] names = [.. nodes.SelectMany(node => node.Output).Where(name => name.Length > 0)];
        return ComputedValues.Run(model.View(part), names, names);
    }

    private static bool TellsSize(NodeProto node) => node.Is("Shape") || node.Is("Size");

    private static bool IsComputation(NodeProto node) => node.Input.Count > 0 && !node.Is("QuantizeLinear") && !node.Is("DequantizeLinear");

    private static TensorProto Size(NodeProto node, IReadOnlyDictionary<string, TensorShape> shapes)
    {
        long[] sizes = [.. shapes[node.Input[0]].Dimensions];
        if (node.Is("Size"))
        {
            return TensorData.Create<long>(node.Output[0], [sizes.Aggregate(1L, (product, size) => product * size)]);
        }

        int first = Place(node.Integer("start", 0), sizes.Length), last = Place(node.Integer("end", sizes.Length), sizes.Length);
        long[] part = last > first ? sizes[first..last] : [];
        return TensorData.Create<long>(node.Output[0], part, part.Length);
    }

    private static int Place(long place, int rank) => (int)Math.Clamp(place < 0 ? place + rank : place, 0, rank);
}
