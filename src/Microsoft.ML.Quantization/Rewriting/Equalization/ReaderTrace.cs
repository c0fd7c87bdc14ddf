using System.Runtime.CompilerServices;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>Follows errors from each tensor to the weights that read it, through additions, pools, activations and concatenations.</summary>
internal sealed class ReaderTrace
{
    private readonly ChannelFlow _flow;
    private readonly double[] _factors;
    private readonly Func<TensorUse, bool> _isRounded;
    private readonly Dictionary<string, ScaledWeights> _layers;

    /// <summary>The weights behind all readers of a tensor: an error that arrives with it goes on to those too that its own rounding spares.</summary>
    private readonly Dictionary<string, ReaderWeights> _behind = new(StringComparer.Ordinal);

    /// <summary>The weights behind those readers that get the rounded value.</summary>
    private readonly Dictionary<string, ReaderWeights> _known = new(StringComparer.Ordinal);

    private ReaderTrace(ChannelFlow flow, double[] factors, Func<TensorUse, bool> isRounded)
    {
        (_flow, _factors, _isRounded) = (flow, factors, isRounded);
        _layers = flow.Weights.ToDictionary(weights => weights.Node.Output[0], StringComparer.Ordinal);
    }

    /// <summary>The weights behind each tensor of which some are known.</summary>
    /// <param name="flow">The channels.</param>
    /// <param name="factors">What each channel is multiplied with, by its number.</param>
    /// <param name="isRounded">Whether a reader gets the rounded value.</param>
    public static IReadOnlyDictionary<string, ReaderWeights> Run(ChannelFlow flow, double[] factors, Func<TensorUse, bool> isRounded)
    {
        var trace = new ReaderTrace(flow, factors, isRounded);
        foreach (string tensor in Enumerable.Reverse(flow.Tensors))
        {
            trace.Visit(tensor);
        }

        return trace._known;
    }

    private void Visit(string tensor)
    {
        int channels = _flow.Find(tensor)!.Channels.Length;
        if (_flow.Activations.TryGetValue(tensor, out var activation))
        {
            var behind = _behind.GetValueOrDefault(activation.Output) ?? ReaderWeights.Alike(channels);
            if (behind.Activation == null && behind.Below.Length == channels)
            {
                _known[tensor] = _behind[tensor] = behind with { Activation = activation };
                return;
            }
        }

        var all = _flow.Index.Consumers(tensor);
        TensorUse[] rounded = [.. all.Where(_isRounded)];
        if (Count(tensor, all, channels) is { } weights)
        {
            _behind[tensor] = weights;
        }

        if ((rounded.Length == all.Count ? _behind.GetValueOrDefault(tensor) : Count(tensor, rounded, channels)) is { } known)
        {
            _known[tensor] = known;
        }
    }

    /// <summary>The weights behind some readers of a tensor; <see langword="null"/> where none are known.</summary>
    private ReaderWeights? Count(string tensor, IReadOnlyList<TensorUse> uses, int channels)
    {
        var weights = new ReaderWeights(channels);
        bool known = false;
        bool unknown = _flow.Index.IsOutput(tensor) || _flow.Index.IsCaptured(tensor);
        foreach (var use in uses)
        {
            bool counted = Count(use, weights);
            known |= counted;
            unknown |= !counted;
        }

        if (known && unknown)
        {
            weights.AddUnknown();
        }

        return known ? weights : null;
    }

    private bool Count(TensorUse use, ReaderWeights weights)
    {
        string output = use.Node.Output[0];
        if (_layers.TryGetValue(output, out var layer))
        {
            return use.InputIndex == 0 && Count(layer, weights);
        }

        return _behind.TryGetValue(output, out var behind) && (Slopes(use) is { } slopes ? Count(use, slopes, behind, weights) : PassedErrors.Count(use, behind, weights, _flow));
    }

    /// <summary>What each channel is multiplied with, by a BatchNormalization or by constants; <see langword="null"/> for other nodes.</summary>
    private double[]? Slopes(TensorUse use)
    {
        if (use.Node.OpType == "BatchNormalization" && use.InputIndex == 0)
        {
            float[] gains = _flow.Model.Floats(_flow.Index.Initializer(use.Node.Input[1])!);
            float[] variances = _flow.Model.Floats(_flow.Index.Initializer(use.Node.Input[4])!);
            double epsilon = use.Node.Real("epsilon", 1e-5f);
            return [.. gains.Zip(variances, (gain, variance) => gain / Math.Sqrt(variance + epsilon))];
        }

        return use.Node.OpType == "Mul" && _flow.Constants.Any(constant => ReferenceEquals(constant.Use.Node, use.Node))
            ? Array.ConvertAll(_flow.Model.Floats(_flow.Index.Initializer(use.Node.Input[1 - use.InputIndex])!), factor => (double)factor)
            : null;
    }

    /// <summary>Counts a factor for each channel, in the units of both of its ends.</summary>
    private bool Count(TensorUse use, double[] slopes, ReaderWeights behind, ReaderWeights weights)
    {
        var made = _flow.Find(use.Node.Output[0])!.Channels;
        var read = _flow.Find(use.Node.Input[use.InputIndex])!.Channels;
        if (slopes.Length != weights.Below.Length || made.Length != read.Length)
        {
            return false;
        }

        weights.Average(behind.Averaged);
        for (int channel = 0; channel < slopes.Length; channel++)
        {
            double slope = slopes[channel] * _factors[made[channel]] / _factors[read[channel]];
            var (below, above) = slope < 0 ? (behind.Above[channel], behind.Below[channel]) : (behind.Below[channel], behind.Above[channel]);
            weights.Add(channel, below * slope * slope, above * slope * slope);
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Count(ScaledWeights layer, ReaderWeights weights)
    {
        if (layer.Inputs.Length != weights.Below.Length)
        {
            return false;
        }

        weights.Average(1);
        double[] reads = Array.ConvertAll(layer.Inputs, channel => 1 / (_factors[channel] * _factors[channel]));
        float[] squares = layer.Squares;
        int inputs = layer.InputsOfOne;
        var (below, above) = (weights.Below, weights.Above);
        for (int output = 0, at = 0; output < layer.Outputs.Length; output++)
        {
            double makes = _factors[layer.Outputs[output]] * _factors[layer.Outputs[output]];
            int first = layer.FirstInput(output);
            for (int input = first; input < first + inputs; input++, at++)
            {
                double square = squares[at] * makes * reads[input];
                below[input] += square;
                above[input] += square;
            }
        }

        return true;
    }
}
