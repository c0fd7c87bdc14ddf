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

        return WeightQuantizer.Quantize(source.Values, source.Dimensions, axis, settings.ReduceRange, settings.PerChannel ? minimum : [minimum.Max()]);
    }
}
