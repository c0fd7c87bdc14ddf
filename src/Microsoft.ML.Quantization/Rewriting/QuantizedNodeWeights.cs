using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>Quantizes weights with the scales that their bias and the sums of the target allow.</summary>
internal static class QuantizedNodeWeights
{
    public static QuantizedWeights Quantize(WeightSource source, QuantizationParameters input, QdqSettings settings)
    {
        int? axis = source.PerChannel ? source.OutputAxis : null;
        var numbers = settings.Target.Numbers;
        float[] minimum = numbers.LargestPair is { } limit ? PairSums.MinimumScales(source, limit) : new float[source.Channels];
        for (int channel = 0; channel < minimum.Length && source.Bias != null && numbers.HasIntegerBiases; channel++)
        {
            minimum[channel] = Math.Max(minimum[channel], BiasQuantizer.MinimumWeightScale(source.Bias[channel], input.Scale));
        }

        minimum = source.PerChannel ? minimum : [minimum.Max()];
        if (source.Rounded is { } rounded && rounded.Scales.Zip(minimum).All(pair => pair.First >= pair.Second))
        {
            return rounded;
        }

        if (source.Scales != null)
        {
            return Learned(source, axis, settings.ReduceRange, minimum);
        }

        var weights = WeightQuantizer.Quantize(source.Values, source.Dimensions, axis, settings.ReduceRange, minimum);
        if (source.PerChannel)
        {
            RefineDeadChannels(source, weights, minimum);
        }

        return weights;
    }

    /// <summary>With scales of their own, weights may lie outside: they are clipped to the ends first, as they were while training.</summary>
    private static QuantizedWeights Learned(WeightSource source, int? axis, bool reduceRange, float[] minimum)
    {
        float[] scales = [.. source.Scales!.Zip(minimum, Math.Max)];
        int last = ScaleCalculator.Levels(QuantizedType.Int8, symmetric: true, reduceRange).Last;
        var clipped = new float[source.Values.Length];
        for (int i = 0; i < clipped.Length; i++)
        {
            float end = scales[axis == null ? 0 : i / source.Stride % source.Channels] * last;
            clipped[i] = Math.Clamp(source.Values[i], -end, end);
        }

        return WeightQuantizer.Quantize(clipped, source.Dimensions, axis, reduceRange, scales);
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
