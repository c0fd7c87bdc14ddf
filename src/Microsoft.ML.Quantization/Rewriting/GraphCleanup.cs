using Google.Protobuf.Collections;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>Removes what a graph only carries along.</summary>
internal static class GraphCleanup
{
    /// <summary>Models of IR version 3 list every initializer as an input, which would keep its value from being folded.</summary>
    public static void RemoveInitializersFromInputs(GraphProto graph)
    {
        HashSet<string> initializers = [.. graph.Initializer.Select(tensor => tensor.Name)];
        Keep(graph.Input, input => !initializers.Contains(input.Name));
    }

    /// <summary>
    /// Drops initializers that nothing reads and puts the others in the order of their first use: ONNX Runtime's own order comes
    /// out of a hash table, which another system may fill differently.
    /// </summary>
    public static void ArrangeInitializers(GraphProto graph)
    {
        var place = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string name in graph.Node.SelectMany(SubgraphCaptures.Reads).Concat(graph.Output.Select(output => output.Name)))
        {
            place.TryAdd(name, place.Count);
        }

        List<TensorProto> arranged = [.. graph.Initializer.Where(tensor => place.ContainsKey(tensor.Name)).OrderBy(tensor => place[tensor.Name])];
        graph.Initializer.Clear();
        graph.Initializer.AddRange(arranged);
    }

    public static void ArrangeValueInfo(GraphProto graph)
    {
        List<ValueInfoProto> arranged = [.. graph.ValueInfo.OrderBy(value => value.Name, StringComparer.Ordinal)];
        graph.ValueInfo.Clear();
        graph.ValueInfo.AddRange(arranged);
    }

    private static void Keep<T>(RepeatedField<T> items, Func<T, bool> wanted)
    {
        List<T> kept = [.. items.Where(wanted)];
        if (kept.Count < items.Count)
        {
            items.Clear();
            items.AddRange(kept);
        }
    }
}
