using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>The units that channels are given: what each is multiplied with, and what is taken from the channels of a tensor before.</summary>
internal sealed class ChannelScaling
{
    private readonly Dictionary<string, float[]> _shifts = new(StringComparer.Ordinal);

    public ChannelScaling(ChannelFlow flow)
    {
        Flow = flow;
        Factors = new double[flow.Sets.Count];
        Array.Fill(Factors, 1);
    }

    public ChannelFlow Flow { get; }

    /// <summary>What each set of channels is multiplied with, by the channel that stands for it.</summary>
    public double[] Factors { get; }

    /// <summary>What is taken from the channels of tensors, in their units before.</summary>
    public IReadOnlyDictionary<string, float[]> Shifts => _shifts;

    /// <param name="flow">The channels of the model.</param>
    /// <param name="tensors">What <see cref="ToList"/> gave.</param>
    /// <exception cref="InvalidOperationException">They are of another model.</exception>
    public static ChannelScaling Create(ChannelFlow flow, IReadOnlyList<EqualizedTensor> tensors)
    {
        var scaling = new ChannelScaling(flow);
        foreach (var tensor in tensors)
        {
            int? channels = flow.Find(tensor.Name)?.Channels.Length;
            if ((tensor.Factors ?? tensor.Shifts)?.Length != channels || (tensor.Shifts ?? tensor.Factors)?.Length != channels)
            {
                throw new InvalidOperationException($"The calibration table scales channels of tensor '{tensor.Name}', which this model does not have like this. Calibrate again.");
            }

            for (int i = 0; i < tensor.Factors?.Length; i++)
            {
                scaling.SetFactor(flow.Find(tensor.Name)!.Channels[i], tensor.Factors[i]);
            }

            if (tensor.Shifts != null)
            {
                scaling.SetShift(tensor.Name, tensor.Shifts);
            }
        }

        return scaling;
    }

    public void SetFactor(int channel, double factor)
    {
        int set = Flow.Sets.Find(channel);
        Factors[set] = set == ChannelSets.Fixed ? 1 : factor;
    }

    public void SetShift(string tensor, float[] shifts) => _shifts[tensor] = shifts;

    /// <summary>What each channel is multiplied with, by its own number.</summary>
    public double[] ByChannel() => [.. Enumerable.Range(0, Factors.Length).Select(channel => Factors[Flow.Sets.Find(channel)])];

    /// <summary>The units of a tensor; <see langword="null"/> where they stay.</summary>
    public EqualizedTensor? Find(string tensor)
    {
        if (Flow.Find(tensor) is not { } found)
        {
            return null;
        }

        float[] factors = Array.ConvertAll(found.Channels, channel => (float)Factors[Flow.Sets.Find(channel)]);
        float[]? shifts = _shifts.GetValueOrDefault(tensor);
        bool scaled = Array.Exists(factors, factor => factor != 1);
        return scaled || shifts != null ? new EqualizedTensor(tensor, scaled ? factors : null, shifts) : null;
    }

    /// <summary>The tensors that say it all: those with shifts, and the first of each set of channels.</summary>
    public IReadOnlyList<EqualizedTensor> ToList()
    {
        var told = new HashSet<int>();
        List<EqualizedTensor> list = [];
        foreach (string tensor in Flow.Tensors)
        {
            int before = told.Count;
            told.UnionWith(Flow.Find(tensor)!.Channels.Select(Flow.Sets.Find));
            bool isNew = told.Count > before;
            if ((isNew || _shifts.ContainsKey(tensor)) && Find(tensor) is { } units)
            {
                list.Add(isNew ? units : units with { Factors = null });
            }
        }

        return list;
    }
}
