namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>
/// How large the values of the channels that a layer makes are against each other, told from its weights and from what is added, as equalization comes before
/// any data: the bias, and a few times what weights make of inputs of size one.
/// </summary>
/// <param name="Channels">The channels that stand for the sets of those that the layer makes.</param>
/// <param name="Sizes">The size of each channel's values.</param>
/// <param name="Weights">How much each channel counts: one that is all but dead, whose values are its bias, hardly does, and none counts for many.</param>
internal sealed record ValueSizes(int[] Channels, double[] Sizes, double[] Weights)
{
    /// <summary>So many standard deviations are in a range.</summary>
    private const double Deviations = 3;

    /// <summary>Biases are of the size of the values, as they are behind BatchNormalization; where they are this much smaller, inputs are taken to be smaller than one.</summary>
    private const double LargestOverOffset = 10;

    /// <summary>Those of every layer whose weights are finite and not all zero.</summary>
    public static IEnumerable<ValueSizes> Of(ChannelFlow flow)
    {
        double[] offsets = Offsets(flow);
        return flow.Weights.Select(weights => Of(weights, flow.Sets, offsets)).Where(sizes => sizes.Sizes.Length > 0 && sizes.Sizes.All(double.IsFinite) && sizes.Sizes.Max() > 0);
    }

    private static ValueSizes Of(ScaledWeights weights, ChannelSets sets, double[] offsets)
    {
        double[] added = Array.ConvertAll(weights.Outputs, channel => channel == ChannelSets.Fixed ? 0 : offsets[channel]);
        double most = added.DefaultIfEmpty().Max();
        double spread = Deviations * weights.Norms.DefaultIfEmpty().Max();
        double input = most > 0 ? Math.Min(1, LargestOverOffset * most / spread) : 1;
        double mean = weights.Norms.DefaultIfEmpty().Average();
        return new ValueSizes(
            Array.ConvertAll(weights.Outputs, sets.Of),
            [.. added.Zip(weights.Norms, (offset, norm) => offset + (Deviations * input * norm))],
            Array.ConvertAll(weights.Norms, norm => Math.Min(norm, mean)));
    }

    /// <summary>What is added to each channel, biases and other constants, by its number; channels that are scaled alike each have their own.</summary>
    private static double[] Offsets(ChannelFlow flow)
    {
        var offsets = new double[flow.Sets.Count];
        foreach (var constant in flow.Constants)
        {
            float[] values = flow.Model.Floats(flow.Index.Initializer(constant.Name)!);
            for (int i = 0; i < values.Length; i++)
            {
                offsets[constant.Channels[i]] += Math.Abs(values[i]);
            }
        }

        return offsets;
    }
}
