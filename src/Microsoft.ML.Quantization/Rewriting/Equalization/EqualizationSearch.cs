using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>Chooses the units of channels in which INT8 is predicted to err least, from what one pass over the data showed of each channel.</summary>
internal sealed class EqualizationSearch
{
    /// <summary>Exponents are tried in steps of an eighth.</summary>
    private const int Exponents = 8;

    /// <summary>
    /// Where no rows are held back to prove a gain, the error must be predicted to fall to this part: channels that few rows show to be smaller than others are
    /// cut off in other rows once they are as large.
    /// </summary>
    private const double LargestUnproven = 0.5;

    private readonly ChannelFlow _flow;
    private readonly QuantizationPlan _plan;
    private readonly IReadOnlyDictionary<string, ChannelStatistics> _statistics;
    private readonly bool _perChannel;
    private readonly EqualizationRules _rules;
    private readonly HashSet<string> _observed;
    private readonly HashSet<string> _quantized;
    private readonly Dictionary<string, string> _rangeOf;
    private readonly IReadOnlyDictionary<string, float[]> _shifts;
    private readonly IReadOnlyDictionary<string, ReaderWeights> _readers;

    private EqualizationSearch(ChannelFlow flow, QuantizationPlan plan, IReadOnlyDictionary<string, ChannelStatistics> statistics, bool shifts, bool perChannel, EqualizationRules rules)
    {
        (_flow, _plan, _statistics, _perChannel, _rules) = (flow, plan, statistics, perChannel, rules);
        _observed = plan.ObservedTensors.Where(tensor => flow.Find(tensor)?.Channels.Length is { } count && statistics.GetValueOrDefault(tensor)?.Channels.Count == count).ToHashSet(StringComparer.Ordinal);
        _quantized = plan.Nodes.Where(node => node.IsQuantized).Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        _rangeOf = plan.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.RangeOf, StringComparer.Ordinal);
        _shifts = shifts ? ChannelShifts.Choose(flow, plan, _observed, statistics) : new Dictionary<string, float[]>();
        _readers = ReaderTrace.Run(flow, new ChannelScaling(flow).ByChannel(), new PlannedGraph(flow.Index, plan).Values.IsRounded);
    }

    /// <param name="flow">The channels of the prepared model, traced through Clips.</param>
    /// <param name="plan">What runs in INT8.</param>
    /// <param name="statistics">What was observed of the channels of tensors.</param>
    /// <param name="shifts">Whether channels may be moved.</param>
    /// <param name="perChannel">Whether weights have a scale for each output channel.</param>
    /// <param name="rules">What units are chosen by.</param>
    /// <param name="parallel">On how many threads, and what stops it.</param>
    public static EqualizationChoices Run(ChannelFlow flow, QuantizationPlan plan, IReadOnlyDictionary<string, ChannelStatistics> statistics, bool shifts, bool perChannel, EqualizationRules rules, ParallelOptions parallel)
    {
        var search = new EqualizationSearch(flow, plan, statistics, shifts, perChannel, rules);
        ChannelGroup[] groups = [.. ChannelGroups.Find(flow).Where(search.IsObserved)];
        var scaled = new ScaledGroup?[groups.Length];
        Parallel.For(0, groups.Length, parallel, i => scaled[i] = search.Choose(groups[i]));
        return new EqualizationChoices(search._shifts, [.. scaled.OfType<ScaledGroup>()]);
    }

    /// <summary>Whether all of the group that is quantized has its range from what was observed of the group.</summary>
    private bool IsObserved(ChannelGroup group)
    {
        if (_rules.ClipsNothing && double.IsFinite(group.Bound))
        {
            return false;
        }

        var tensors = group.Tensors.ToHashSet(StringComparer.Ordinal);
        var covered = group.Tensors.Where(_observed.Contains).SelectMany(tensor => _flow.Find(tensor)!.Channels).Select(_flow.Sets.Find).ToHashSet();
        return group.Channels.All(covered.Contains)
            && _plan.Tensors.All(tensor => !tensors.Contains(tensor.Name) || (tensor.FixedRange == null && tensors.Contains(tensor.RangeOf) && _observed.Contains(tensor.RangeOf)));
    }

    private ScaledGroup? Choose(ChannelGroup group)
    {
        string[] observed = [.. group.Tensors.Where(_observed.Contains)];
        ObservedChannels[] tensors = [.. observed.Select(tensor => Observed(tensor, group)).OfType<ObservedChannels>()];

        // A range that widens without anyone knowing what reads it is no gain that can be predicted: only rows that were held back can tell.
        if (tensors.Length == 0 || (_rules.ClipsNothing && tensors.Length < observed.Length))
        {
            return null;
        }

        var noise = new GroupNoise(tensors, [.. Layers(tensors)], _perChannel ? null : [.. Makers(group)], _rules.WeightNoise);
        var sizes = GroupSizes.Find(group, tensors, _flow);
        var factors = new double[_flow.Sets.Count];
        double[] errors = [.. Enumerable.Range(0, Exponents + 1).Select(eighths =>
        {
            foreach (var (channel, size) in sizes)
            {
                factors[channel] = Factor(size, eighths);
            }

            return noise.Compute(factors);
        })];
        int best = Array.IndexOf(errors, errors.Min());
        return best <= 0 || (_rules.ClipsNothing && errors[best] > LargestUnproven * errors[0]) ? null : new ScaledGroup(group, sizes.ToDictionary(size => size.Key, size => Factor(size.Value, best)), (errors[0] - errors[best]) / noise.Signal) { Decibels = 10 * Math.Log10(errors[0] / errors[best]) };
    }

    private static float Factor(double size, int eighths) => (float)Math.Pow(size, -eighths / (double)Exponents);

    private ObservedChannels? Observed(string tensor, ChannelGroup group)
    {
        if (!_readers.TryGetValue(tensor, out var readers))
        {
            return null;
        }

        float[]? shifts = _shifts.GetValueOrDefault(tensor);
        ChannelDistribution[] values = [.. _statistics[tensor].Channels.Select((channel, i) => ChannelDistribution.Create(channel, 1, shifts?[i] ?? 0))];
        return new ObservedChannels(tensor, Array.ConvertAll(_flow.Find(tensor)!.Channels, _flow.Sets.Find), values, Array.ConvertAll(values, channel => Reach(channel, group.IsLinear, readers.Averaged)), readers);
    }

    private ChannelReach Reach(ChannelDistribution channel, bool symmetric, double clipping) =>
        _rules.ClipsNothing ? ChannelReach.Whole(channel, symmetric) : ChannelReach.Find(channel, symmetric, clipping);

    /// <summary>The INT8 weights that read the tensors, flattened ones too, with the variance of each input.</summary>
    private IEnumerable<(ScaledWeights Weights, int[] Sets, double[] Variances)> Layers(ObservedChannels[] tensors)
    {
        foreach (var weights in _flow.Weights.Where(weights => _quantized.Contains(weights.Node.Name)))
        {
            string? range = _rangeOf.GetValueOrDefault(weights.Node.Input[0]);
            int[] sets = Array.ConvertAll(weights.Inputs, _flow.Sets.Find);
            if (Array.Find(tensors, tensor => tensor.Tensor == range) is { } read && sets.ToHashSet().IsSubsetOf(read.Sets))
            {
                var variances = read.Sets.Zip(read.Values).DistinctBy(channel => channel.First).ToDictionary(channel => channel.First, channel => channel.Second.Variance);
                yield return (weights, sets, Array.ConvertAll(sets, set => variances[set]));
            }
        }
    }

    /// <summary>The INT8 weights that make any of the channels, where what they read was observed.</summary>
    private IEnumerable<(ScaledWeights Weights, int[] Sets, double[] Variances)> Makers(ChannelGroup group)
    {
        var channels = group.Channels.ToHashSet();
        foreach (var weights in _flow.Weights.Where(weights => _quantized.Contains(weights.Node.Name)))
        {
            int[] sets = Array.ConvertAll(weights.Outputs, _flow.Sets.Find);
            if (sets.All(channels.Contains) && _rangeOf.GetValueOrDefault(weights.Node.Input[0]) is { } input && _statistics.GetValueOrDefault(input)?.Channels is { } read && read.Count == weights.Inputs.Length)
            {
                yield return (weights, sets, read.Select(channel => ChannelDistribution.Create(channel).Variance).ToArray());
            }
        }
    }
}
