using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>Quantizes weights with the scales that their bias and, if asked, the 16-bit sums of older CPUs allow.</summary>
internal static class QuantizedWeightsOf
{
    public static QuantizedWeights Source(WeightSource source, QuantizationParameters input, QdqSettings settings)
    {
        int? axis = settings.PerChannel ? source.OutputAxis : null;
        float[] minimum = settings.AvoidSaturation ? PairSums.MinimumScales(source) : new float[source.Channels];
        for (int channel = 0; channel < minimum.Length && source.Bias != null; channel++)
        {
            minimum[channel] = Math.Max(minimum[channel], BiasQuantizer.MinimumWeightScale(source.Bias[channel], input.Scale));
        }

        var weights = WeightQuantizer.Quantize(source.Values, source.Dimensions, axis, settings.ReduceRange, settings.PerChannel ? minimum : [minimum.Max()]);
        if (settings.PerChannel)
        {
            RefineDeadChannels(source, weights, minimum);
        }

        return weights;
    }

    /// <summary>A channel of zeros can have any scale; one as fine as its neighbours' keeps its bias exact.</summary>
    private static void RefineDeadChannels(WeightSource source, QuantizedWeights weights, float[] minimum)
    {
        bool[] dead = source.Layout.ZeroChannels(source.Values);
        float[] living = [.. weights.Scales.Where((_, channel) => !dead[channel])];
        for (int channel = 0; channel < dead.Length && living.Length > 0; channel++)
        {
            if (dead[channel])
            {
                weights.Scales[channel] = Math.Max(minimum[channel], living.Min());
            }
        }
    }
}
