namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>Finds the channels of a graph that can be scaled, those that share a tensor together.</summary>
internal static class ChannelGroups
{
    /// <returns>The groups, in the order of their first tensors.</returns>
    public static IReadOnlyList<ChannelGroup> Find(ChannelFlow flow)
    {
        var joined = new ChannelSets();
        joined.Add(flow.Sets.Count - 1);
        foreach (string tensor in flow.Tensors)
        {
            int[] channels = Channels(tensor, flow);
            foreach (int channel in channels)
            {
                joined.Join(channels[0], channel);
            }
        }

        return [.. flow.Tensors
            .Where(tensor => flow.Find(tensor)!.Channels.Length > 0)
            .GroupBy(tensor => joined.Find(Channels(tensor, flow)[0]))
            .Where(group => group.Key != ChannelSets.Fixed)
            .Select(group => Create([.. group], flow))];
    }

    private static ChannelGroup Create(string[] tensors, ChannelFlow flow) => new([.. tensors.SelectMany(tensor => Channels(tensor, flow)).Distinct().Order()], tensors)
    {
        Bound = tensors.Min(tensor => flow.Bounds.GetValueOrDefault(tensor, double.PositiveInfinity)),
        IsLinear = tensors.All(tensor => flow.Index.Producer(tensor)!.OpType is "Conv" or "Gemm" or "MatMul" or "Add"),
    };

    private static int[] Channels(string tensor, ChannelFlow flow) => Array.ConvertAll(flow.Find(tensor)!.Channels, flow.Sets.Find);
}
