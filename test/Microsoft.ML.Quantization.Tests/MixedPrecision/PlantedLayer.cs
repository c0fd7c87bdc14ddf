using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;

namespace Microsoft.ML.Quantization.Tests.MixedPrecision;

/// <summary>Makes a layer that INT8 cannot do well, without changing what the FP32 model computes.</summary>
internal static class PlantedLayer
{
    /// <summary>
    /// Scales channel 0 of the n-th Conv whose output, behind a Relu or not, one Conv alone reads, and undoes it there. The two nodes are
    /// told by name.
    /// </summary>
    public static (ModelProto Model, string Bad, string Next) ScaleChannel(ModelProto source, int which, float factor)
    {
        var model = source.Clone();
        NodeNames.Complete(model.Graph);
        var index = new GraphIndex(model.Graph);
        var (bad, next) = Pairs(index).ElementAt(which);
        Edit(model.Graph, index.Initializer(bad.Input[1])!, (i, dims) => i / dims[1..].Aggregate(1L, (product, size) => product * size) == 0, factor);
        if (bad.Input.Count > 2)
        {
            Edit(model.Graph, index.Initializer(bad.Input[2])!, (i, _) => i == 0, factor);
        }

        Edit(model.Graph, index.Initializer(next.Input[1])!, (i, dims) => i / dims[2..].Aggregate(1L, (product, size) => product * size) % dims[1] == 0, 1 / factor);
        return (model, bad.Name, next.Name);
    }

    /// <summary>
    /// Scales one branch, Conv and Relu, of the n-th Concat that one Conv alone reads, and undoes it there, so that the inputs of the
    /// Concat have no range in common.
    /// </summary>
    public static (ModelProto Model, string Bad, string Next) SpreadConcat(ModelProto source, int which, float factor)
    {
        var model = source.Clone();
        NodeNames.Complete(model.Graph);
        var index = new GraphIndex(model.Graph);
        var (concat, next) = index.Graph.Node.Where(node => node.OpType == "Concat")
            .Select(node => (Concat: node, Readers: index.Consumers(node.Output[0])))
            .Where(pair => pair.Readers is [{ Node.OpType: "Conv" }]).Select(pair => (pair.Concat, pair.Readers[0].Node)).ElementAt(which);
        var conv = index.Producer(index.Producer(concat.Input[0])!.Input[0])!;
        long channels = index.Initializer(conv.Input[1])!.Dims[0];
        Edit(model.Graph, index.Initializer(conv.Input[1])!, (_, _) => true, factor);
        Edit(model.Graph, index.Initializer(conv.Input[2])!, (_, _) => true, factor);
        Edit(model.Graph, index.Initializer(next.Input[1])!, (i, dims) => i / dims[2..].Aggregate(1L, (product, size) => product * size) % dims[1] < channels, 1 / factor);
        return (model, concat.Name, next.Name);
    }

    private static IEnumerable<(NodeProto Bad, NodeProto Next)> Pairs(GraphIndex index)
    {
        foreach (var conv in index.Graph.Node.Where(node => node.OpType == "Conv"))
        {
            string output = index.Consumers(conv.Output[0]) is [{ Node: { OpType: "Relu" } relu }] ? relu.Output[0] : conv.Output[0];
            if (index.Consumers(output) is [{ Node: { OpType: "Conv" } next }] && next.Integer("group", 1) == 1)
            {
                yield return (conv, next);
            }
        }
    }

    private static void Edit(GraphProto graph, TensorProto tensor, Func<long, long[], bool> isMeant, float factor)
    {
        long[] dims = [.. tensor.Dims];
        graph.Change(tensor.Name, values => [.. values.Select((value, i) => isMeant(i, dims) ? value * factor : value)]);
    }
}
