using System.Runtime.CompilerServices;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>
/// Predicts the error that INT8 makes in what reads a group of channels once they are scaled: rounding of the tensors that hold them, whose step the
/// widest channel decides, and rounding of the weights that read them, whose step the largest weight decides.
/// </summary>
internal sealed class GroupNoise
{
    private const int ActivationSteps = 255;
    private const int WeightSteps = 127;

    private readonly bool _perChannel;
    private readonly double _weightNoise;
    private readonly IReadOnlyList<ObservedChannels> _tensors;
    private readonly double[][] _errors;

    /// <summary>Kept while factors are tried, so that they are not made again for each.</summary>
    private readonly WeightSizes[] _sizes;
    private readonly Lazy<Dictionary<int, double>> _counts;
    private readonly IReadOnlyList<(ScaledWeights Weights, int[] Sets, double[] Variances)> _layers;
    private readonly IReadOnlyList<(ScaledWeights Weights, int[] Sets, double[] Variances)> _makers;

    /// <param name="tensors">The tensors that hold the channels and are quantized.</param>
    /// <param name="layers">The INT8 weights that read any of the channels, with these and the variance of each.</param>
    /// <param name="makers">
    /// The INT8 weights that make any of the channels, with these and the variance of each input, where a weight has one scale; <see langword="null"/>
    /// where it has one for each output channel, and so rounds the same whatever the channels are scaled with.
    /// </param>
    /// <param name="weightNoise">How many times the error of weights counts.</param>
    public GroupNoise(
        IReadOnlyList<ObservedChannels> tensors, IReadOnlyList<(ScaledWeights Weights, int[] Sets, double[] Variances)> layers, IReadOnlyList<(ScaledWeights Weights, int[] Sets, double[] Variances)>? makers, double weightNoise)
    {
        (_tensors, _layers, _makers, _perChannel, _weightNoise) = (tensors, layers, makers ?? [], makers == null, weightNoise);
        _sizes = [.. _layers.Concat(_makers).Select(layer => layer.Weights.Sizes)];
        _counts = new Lazy<Dictionary<int, double>>(() => tensors
            .SelectMany(tensor => tensor.Sets.Select((set, i) => (set, Count: (tensor.Readers.Below[i] + tensor.Readers.Above[i]) / 2)))
            .GroupBy(channel => channel.set).ToDictionary(channel => channel.Key, channel => channel.Max(each => each.Count)));
        _errors = [.. tensors.Select(tensor => tensor.Values.Select((values, i) => Counted(values, tensor.Readers, i)).ToArray())];
    }

    /// <summary>The variance of what the weights make of the channels.</summary>
    public double Signal => _layers.Count > 0 ? _layers.Sum(layer => layer.Weights.Signal(layer.Variances)) : _tensors.Sum(Spread);

    /// <param name="scales">What each set of channels is multiplied with.</param>
    public double Compute(double[] scales)
    {
        double sum = 0;
        for (int i = 0; i < _tensors.Count; i++)
        {
            sum += OfTensor(_tensors[i], _errors[i], scales);
        }

        foreach (var (weights, sets, variances) in _layers)
        {
            sum += _weightNoise * OfWeights(weights, sets, variances, scales);
        }

        return sum + _makers.Sum(maker => _weightNoise * OfMaker(maker.Weights, maker.Sets, maker.Variances, scales));
    }

    /// <summary>The variance of what is known of the readers of a tensor.</summary>
    private static double Spread(ObservedChannels tensor) =>
        tensor.Values.Select((values, i) => values.Variance * (tensor.Readers.Below[i] + tensor.Readers.Above[i]) / 2).Sum();

    private static double OfTensor(ObservedChannels tensor, double[] errors, double[] scales)
    {
        double low = 0;
        double high = 0;
        double sum = 0;
        for (int i = 0; i < tensor.Sets.Length; i++)
        {
            double scale = scales[tensor.Sets[i]];
            low = Math.Max(low, scale * tensor.Reaches[i].Low);
            high = Math.Max(high, scale * tensor.Reaches[i].High);
            sum += errors[i] / (scale * scale);
        }

        double step = (low + high) / ActivationSteps;
        return step * step / 12 * sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double OfWeights(ScaledWeights weights, int[] sets, double[] variances, double[] scales)
    {
        var steps = new double[weights.Outputs.Length];
        var signals = new double[weights.Outputs.Length];
        double[] inverses = Array.ConvertAll(sets, channel => 1 / scales[channel]);
        double[] scaled = [.. variances.Select((variance, input) => scales[sets[input]] * scales[sets[input]] * variance)];
        float[] magnitudes = weights.Magnitudes;
        int inputs = weights.InputsOfOne;
        for (int output = 0; output < steps.Length; output++)
        {
            int first = weights.FirstInput(output);
            steps[output] = LargestProduct.Of(magnitudes.AsSpan(output * inputs, inputs), inverses.AsSpan(first, inputs));
            if (output > 0 && first == weights.FirstInput(output - 1))
            {
                signals[output] = signals[output - 1];
                continue;
            }

            foreach (double signal in scaled.AsSpan(first, inputs))
            {
                signals[output] += signal;
            }
        }

        double largest = _perChannel ? 0 : steps.DefaultIfEmpty().Max();
        double sum = 0;
        for (int output = 0; output < steps.Length; output++)
        {
            double step = Math.Max(largest, steps[output]) / WeightSteps;
            sum += step * step / 12 * signals[output] * weights.Taps;
        }

        return sum;
    }

    private double OfMaker(ScaledWeights weights, int[] sets, double[] variances, double[] scales)
    {
        double largest = 0;
        double sum = 0;
        float[] magnitudes = weights.Magnitudes;
        for (int output = 0, at = 0; output < sets.Length; output++)
        {
            int first = weights.FirstInput(output);
            double signal = 0;
            for (int input = first; input < first + weights.InputsOfOne; input++, at++)
            {
                largest = Math.Max(largest, magnitudes[at] * scales[sets[output]]);
                signal += variances[input];
            }

            sum += signal * _counts.Value.GetValueOrDefault(sets[output]) / (scales[sets[output]] * scales[sets[output]]);
        }

        double step = largest / WeightSteps;
        return step * step / 12 * sum * weights.Taps;
    }

    /// <summary>How much a squared step of the channel counts; zeros are exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Counted(ChannelDistribution values, ReaderWeights readers, int channel)
    {
        double below = 0;
        double above = 0;
        foreach (var piece in values.Pieces)
        {
            if (piece is { Start: 0, End: 0 })
            {
                continue;
            }

            (below, above) = piece.Centre < 0 ? (below + piece.Share, above) : (below, above + piece.Share);
        }

        return (below * readers.Below[channel]) + (above * readers.Above[channel]);
    }
}
