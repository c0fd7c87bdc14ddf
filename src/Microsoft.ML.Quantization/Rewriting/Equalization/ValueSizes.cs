namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>
/// How large the values of the channels that a layer makes are against each other, told from its weights and from what is added, as equalization comes before
/// any data: the bias, and what weights make of inputs of such a size that both are of one order in an ordinary channel.
/// </summary>
/// <param name="Channels">The channels that stand for the sets of those that the layer makes.</param>
/// <param name="Sizes">The size of each channel's values.</param>
/// <param name="Counts">How much each channel counts: one that is all but dead, whose values are its bias, hardly does, and none counts for many.</param>
/// <param name="InWeights">The sizes in the unit of the layer's weights, for a channel whose weights are small but whose values are not; zeros where nothing is added.</param>
internal sealed record ValueSizes(int[] Channels, double[] Sizes, double[] Counts, double[] InWeights)
{
    /// <summary>How far values reach, in offsets of an ordinary channel: behind BatchNormalization three standard deviations of one are some six of them.</summary>
    private const double Reach = 6;

    /// <summary>What is only an estimate outweighs the weights where it is so many times as large.</summary>
    private const double Doubt = 2;

    /// <summary>Those of every layer, in the order of the flow's weights.</summary>
    public static IEnumerable<ValueSizes> Measure(ChannelFlow flow)
    {
        double[] offsets = Offsets(flow);
        return flow.Weights.Select(weights => Measure(weights, flow.Sets, offsets));
    }

    private static ValueSizes Measure(ScaledWeights weights, ChannelSets sets, double[] offsets)
    {
        double[] added = Array.ConvertAll(weights.Outputs, channel => channel == ChannelSets.Fixed ? 0 : offsets[channel]);
        double[] norms = weights.Norms;
        double mean = norms.DefaultIfEmpty().Average();
        double[] counts = Array.ConvertAll(norms, norm => Math.Min(norm, mean));
        double input = WeightedMiddle.Find([.. added.Zip(norms, (offset, norm) => norm > 0 ? offset / norm : 0)], counts);
        double[] sizes = input > 0 ? [.. added.Zip(norms, (offset, norm) => offset + (Reach * input * norm))] : norms;
        double unit = input > 0 && sizes.Max() > 0 ? weights.Magnitudes.DefaultIfEmpty().Max() / sizes.Max() : 0;
        return new ValueSizes(Array.ConvertAll(weights.Outputs, sets.Find), sizes, counts, Array.ConvertAll(sizes, size => size * unit / Doubt));
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
