namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>How far the channels of a group reach against the one that reaches furthest, or against the bound of a Clip.</summary>
internal static class GroupSizes
{
    /// <summary>Channels that are all but dead behind an activation are not blown up beyond this.</summary>
    private const double LeastActivation = 1.0 / 64;

    /// <summary>The same of channels without an activation.</summary>
    private const double LeastLinear = 1.0 / 16;

    /// <summary>Values beyond this might overflow when they are scaled.</summary>
    private const double Largest = 1e30;

    /// <returns>Above zero and at most one, by the channel that stands for its set; empty where all are zero, or hardly numbers.</returns>
    public static IReadOnlyDictionary<int, double> Find(ChannelGroup group, IReadOnlyList<ObservedChannels> tensors, ChannelFlow flow)
    {
        // What pools make of channels behind a Clip says nothing of where to clip them.
        var clipped = tensors.Where(tensor => flow.Bounds.ContainsKey(tensor.Tensor)).ToArray();
        var reaches = (clipped.Length > 0 ? clipped : tensors)
            .SelectMany(tensor => tensor.Sets.Zip(tensor.Reaches))
            .GroupBy(channel => channel.First, channel => channel.Second.Largest)
            .ToDictionary(channel => channel.Key, channel => channel.Average());
        double largest = reaches.Values.DefaultIfEmpty().Max();
        if (!(largest is > 0 and < Largest))
        {
            return new Dictionary<int, double>();
        }

        double end = double.IsFinite(group.Bound) ? group.Bound : largest;
        double least = largest * (group.IsLinear ? LeastLinear : LeastActivation);
        return group.Channels.ToDictionary(channel => channel, channel => Math.Min(1, Math.Max(least, reaches.GetValueOrDefault(channel, largest)) / end));
    }
}
