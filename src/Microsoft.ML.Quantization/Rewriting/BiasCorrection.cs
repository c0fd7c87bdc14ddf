using System.Runtime.CompilerServices;
using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>
/// The shift that quantizing the weights gives to the mean of each output channel, from the mean of the inputs
/// (M. Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias Correction", ICCV 2019, section 4.2).
/// </summary>
internal static class BiasCorrection
{
    /// <returns>What to add to the bias, one value an output channel.</returns>
    public static float[] Compute(WeightSource source, QuantizedWeights quantized, double[] inputMeans) =>
        Array.ConvertAll(source.OutputAxis == 0 ? ByRow(source, quantized, inputMeans) : ByColumn(source, quantized, inputMeans), value => (float)value);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double[] ByRow(WeightSource source, QuantizedWeights quantized, double[] inputMeans)
    {
        int inputs = (int)source.Dimensions[1];
        int length = source.Stride;
        int taps = length / inputs;
        int outputsPerGroup = source.Channels / Math.Max(1, inputMeans.Length / inputs);
        double[] shift = new double[source.Channels];
        for (int output = 0; output < shift.Length; output++)
        {
            var means = inputMeans.AsSpan(output / outputsPerGroup * inputs, inputs);
            shift[output] = taps == 1
                ? Sum(source.Values.AsSpan(output * length, length), quantized.Values.AsSpan(output * length, length), ScaleOf(quantized, output), means)
                : Sum(source.Values.AsSpan(output * length, length), quantized.Values.AsSpan(output * length, length), ScaleOf(quantized, output), means, taps);
        }

        return shift;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Sum(ReadOnlySpan<float> values, ReadOnlySpan<sbyte> integers, double scale, ReadOnlySpan<double> means)
    {
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += (values[i] - (integers[i] * scale)) * means[i];
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Sum(ReadOnlySpan<float> values, ReadOnlySpan<sbyte> integers, double scale, ReadOnlySpan<double> means, int taps)
    {
        double sum = 0;
        for (int input = 0, i = 0; input < means.Length; input++)
        {
            double mean = means[input];
            for (int end = i + taps; i < end; i++)
            {
                sum += (values[i] - (integers[i] * scale)) * mean;
            }
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double[] ByColumn(WeightSource source, QuantizedWeights quantized, double[] inputMeans)
    {
        double[] shift = new double[source.Channels];
        for (int input = 0; input < inputMeans.Length; input++)
        {
            var values = source.Values.AsSpan(input * shift.Length, shift.Length);
            var integers = quantized.Values.AsSpan(input * shift.Length, shift.Length);
            for (int output = 0; output < values.Length; output++)
            {
                shift[output] += (values[output] - (integers[output] * (double)ScaleOf(quantized, output))) * inputMeans[input];
            }
        }

        return shift;
    }

    private static float ScaleOf(QuantizedWeights quantized, int output) => quantized.Scales[quantized.Axis == null ? 0 : output];
}
