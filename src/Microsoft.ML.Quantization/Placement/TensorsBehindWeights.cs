using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>
/// The tensors from which an output is made without any weights between them. An error of theirs reaches the output as it is, and so does what is clipped
/// of rows that are larger than all that were seen.
/// </summary>
internal static class TensorsBehindWeights
{
    public static IReadOnlySet<string> Find(GraphIndex index)
    {
        var found = index.Graph.Output.Select(output => output.Name).Concat(index.Captured).ToHashSet(StringComparer.Ordinal);
        var open = new Queue<string>(found);
        while (open.TryDequeue(out string? tensor))
        {
            if (index.Producer(tensor) is { } node && WeightedNodes.Obstacle(node, index) != null)
            {
                foreach (string input in node.Input.Where(found.Add))
                {
                    open.Enqueue(input);
                }
            }
        }

        return found;
    }
}
