using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>Moves channels so that their values lie around zero, far ones left out of account.</summary>
internal static class ChannelShifts
{
    /// <summary>The share of the values on either side that does not count.</summary>
    private const double Far = 0.002;

    /// <param name="flow">The channels.</param>
    /// <param name="plan">What runs in INT8.</param>
    /// <param name="observed">The tensors whose channels were observed.</param>
    /// <param name="statistics">What was observed.</param>
    /// <returns>What to take from the channels of each tensor, in the order of the graph.</returns>
    public static IReadOnlyDictionary<string, float[]> Choose(ChannelFlow flow, QuantizationPlan plan, IReadOnlySet<string> observed, IReadOnlyDictionary<string, ChannelStatistics> statistics)
    {
        var shifts = new Dictionary<string, float[]>(StringComparer.Ordinal);
        var planned = plan.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        foreach (string tensor in ShiftableTensors.Find(flow, name => !planned.TryGetValue(name, out var its) || (its.RangeOf == name && its.FixedRange == null && observed.Contains(name))))
        {
            float[]? shift = flow.Index.Producer(tensor) is { OpType: "Add" } sum
                ? Sum([.. sum.Input.Select(input => shifts.GetValueOrDefault(input)).OfType<float[]>()])
                : observed.Contains(tensor) ? [.. statistics[tensor].Channels.Select(Middle)] : null;
            if (shift != null && Array.TrueForAll(shift, float.IsFinite))
            {
                shifts[tensor] = shift;
            }
        }

        return shifts;
    }

    private static float Middle(ChannelHistogram channel)
    {
        var values = ChannelDistribution.Create(channel);
        return (float)((values.Quantile(Far) + values.Quantile(1 - Far)) / 2);
    }

    private static float[]? Sum(float[][] shifts) => shifts.Length == 0 ? null : [.. shifts[0].Select((_, channel) => shifts.Sum(each => each[channel]))];
}
