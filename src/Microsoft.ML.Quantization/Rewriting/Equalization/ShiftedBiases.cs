namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>What shifts of channels change in biases: whoever makes a shifted channel takes the shift off, and whoever reads it adds what it would have made of it.</summary>
internal static class ShiftedBiases
{
    /// <param name="scaling">The units, the weights not yet changed.</param>
    /// <param name="factors">What each channel is multiplied with, by its own number.</param>
    /// <returns>What to add to the scaled bias of a node, by its name.</returns>
    public static Dictionary<string, float[]> Compute(ChannelScaling scaling, double[] factors)
    {
        var changes = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var weights in scaling.Flow.Weights)
        {
            var node = weights.Node;
            float[]? made = scaling.Shifts.GetValueOrDefault(node.Output[0]);
            float[]? read = scaling.Shifts.GetValueOrDefault(node.Input[0]);
            if (made == null && read == null)
            {
                continue;
            }

            double[] sums = read == null ? new double[weights.Outputs.Length] : weights.Products(scaling.Flow.Model.Floats(scaling.Flow.Index.Initializer(weights.Name)!), read);
            changes[node.Name] = [.. sums.Select((sum, output) => (float)((sum - (made?[output] ?? 0)) * factors[weights.Outputs[output]]))];
        }

        return changes;
    }
}
