using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>
/// The tensors behind the last weights that an output averages, as in a net whose answer is the mean of its last convolution over all places. Errors of rounding average out
/// there. What is clipped does not: a row with one large value has many of them beside each other, all of which lose the same, and they are what decides.
/// </summary>
internal static class AveragedOutputs
{
    /// <summary>How many values are averaged on the way to an output, at the least, by tensor; those without an average are missing.</summary>
    public static IReadOnlyDictionary<string, double> Find(GraphIndex index, Func<string, IReadOnlyList<long>?> dimensions)
    {
        var behind = TensorsBehindWeights.Find(index);
        var averaged = index.Graph.Output.Select(output => output.Name).Concat(index.Captured).Distinct(StringComparer.Ordinal).ToDictionary(output => output, _ => 1.0, StringComparer.Ordinal);
        foreach (var node in index.Graph.Node.Reverse())
        {
            double[] outputs = [.. node.Output.Where(averaged.ContainsKey).Select(output => averaged[output])];
            if (outputs.Length == 0)
            {
                continue;
            }

            double values = WeightedNodes.Obstacle(node, index) == null ? 1 : outputs.Min() * AveragingNodes.Values(node, dimensions);
            foreach (string input in node.Input.Where(behind.Contains))
            {
                averaged[input] = Math.Min(values, averaged.GetValueOrDefault(input, double.PositiveInfinity));
            }
        }

        return averaged.Where(tensor => tensor.Value > 1).ToDictionary(tensor => tensor.Key, tensor => tensor.Value, StringComparer.Ordinal);
    }
}
