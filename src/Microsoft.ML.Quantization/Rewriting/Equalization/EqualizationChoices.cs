namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>The units that were chosen for the channels of a model. What is chosen for a group does not depend on the others.</summary>
/// <param name="Shifts">What is taken from the channels of tensors.</param>
/// <param name="Groups">The groups that gain by it, in the order of the graph.</param>
internal sealed record EqualizationChoices(IReadOnlyDictionary<string, float[]> Shifts, IReadOnlyList<ScaledGroup> Groups)
{
    /// <summary>The units with some of the groups.</summary>
    public ChannelScaling Scale(ChannelFlow flow, Func<ChannelGroup, bool> keeps)
    {
        var scaling = new ChannelScaling(flow);
        foreach (var (tensor, shifts) in Shifts)
        {
            scaling.SetShift(tensor, shifts);
        }

        foreach (var (channel, factor) in Groups.Where(group => keeps(group.Group)).SelectMany(group => group.Factors))
        {
            scaling.SetFactor(channel, factor);
        }

        return scaling;
    }
}
