namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Which inputs of a graph some of its outputs are made from.</summary>
internal sealed class InputNeeds
{
    private readonly Dictionary<string, string[]> _reads = new(StringComparer.Ordinal);

    public InputNeeds(GraphProto graph)
    {
        foreach (var node in graph.Node)
        {
            string[] reads = [.. SubgraphCaptures.Reads(node)];
            foreach (string output in node.Output)
            {
                _reads[output] = reads;
            }
        }
    }

    /// <summary>All that goes into <paramref name="outputs"/>, they themselves included.</summary>
    public IReadOnlySet<string> Find(IEnumerable<string> outputs)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(outputs);
        while (open.TryPop(out string? tensor))
        {
            if (needed.Add(tensor) && _reads.TryGetValue(tensor, out string[]? reads))
            {
                Array.ForEach(reads, open.Push);
            }
        }

        return needed;
    }
}
