using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>
/// The shift that quantizing the weights gives to the mean of each output channel, from the mean of the inputs
/// (M. Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias Correction", ICCV 2019, section 4.2).
/// </summary>
internal static class BiasCorrection
{
    /// <returns>What to add to the bias, one value an output channel.</returns>
    public static float[] Of(WeightSource source, QuantizedWeights quantized, double[] inputMeans)
    {
        int channels = source.Channels;
        int stride = source.Stride;
        int inputsPerGroup = InputsOf(source);
        int taps = source.OutputAxis == 0 ? source.Values.Length / (channels * inputsPerGroup) : 1;
        int groups = Math.Max(1, inputMeans.Length / inputsPerGroup);
        double[] shift = new double[channels];
        for (int i = 0; i < source.Values.Length; i++)
        {
            int output = i / stride % channels;
            int input = source.OutputAxis == 0 ? i % stride / taps : i / channels;
            float scale = quantized.Scales[quantized.Axis == null ? 0 : output];
            double error = source.Values[i] - ((double)quantized.Values[i] * scale);
            shift[output] += error * inputMeans[(output / (channels / groups) * inputsPerGroup) + input];
        }

        return Array.ConvertAll(shift, value => (float)value);
    }

    private static int InputsOf(WeightSource source) => (int)source.Dimensions[source.OutputAxis == 0 ? 1 : 0];
}
