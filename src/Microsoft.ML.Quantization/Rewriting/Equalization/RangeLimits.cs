namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>
/// Keeps factors from widening the range of a tensor. A channel that is all but dead and has an ordinary bias would be blown up until that bias decides the
/// range; and channels that additions join are made by several layers, whose weights may be of different units, so that what is right for one is far too
/// much for another. No channel's values may become larger against the middle one's than the largest were, or than is usual.
/// </summary>
internal static class RangeLimits
{
    private const double UsualRange = 2;
    private const int MostPasses = 20;

    // Rounding is no reason for another pass.
    private const double Tolerance = 1.001;

    /// <param name="factors">By the channel that stands for a set; made smaller where needed.</param>
    /// <param name="layers">The values of the channels that each layer makes.</param>
    public static void Keep(double[] factors, IReadOnlyList<ValueSizes> layers)
    {
        bool changed = true;
        for (int pass = 0; changed && pass < MostPasses; pass++)
        {
            changed = false;
            foreach (var layer in layers)
            {
                changed |= Keep(factors, layer);
            }
        }
    }

    private static bool Keep(double[] factors, ValueSizes layer)
    {
        double[] scaled = [.. layer.Sizes.Zip(layer.Channels, (size, channel) => size * factors[channel])];
        double before = WeightedMiddle.Find(layer.Sizes, layer.Counts);
        double most = WeightedMiddle.Find(scaled, layer.Counts) * Math.Max(UsualRange, before > 0 ? layer.Sizes.Max() / before : 0);
        bool changed = false;
        for (int i = 0; i < scaled.Length; i++)
        {
            if (layer.Channels[i] != ChannelSets.Fixed && most > 0 && scaled[i] > most * Tolerance)
            {
                factors[layer.Channels[i]] = most / layer.Sizes[i];
                changed = true;
            }
        }

        return changed;
    }
}
