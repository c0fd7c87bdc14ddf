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
        var channels = _flow.Find(tensor)!;
        var weights = new ReaderWeights(channels.Channels.Length);
        bool known = false;
        bool unknown = _flow.Index.IsOutput(tensor) || _flow.Index.IsCaptured(tensor);
        foreach (var use in _flow.Index.Consumers(tensor).Where(_isRounded))
        {
            bool counted = Count(use, weights);
            known |= counted;
            unknown |= !counted;
        }

        if (known)
        {
            if (unknown)
            {
                weights.AddUnknown();
            }

            _known[tensor] = weights;
        }
    }

    private bool Count(TensorUse use, ReaderWeights weights)
    {
        string output = use.Node.Output[0];
        if (_layers.TryGetValue(output, out var layer))
        {
            return use.InputIndex == 0 && Count(layer, weights);
        }

        return _known.TryGetValue(output, out var behind) && PassedErrors.Count(use, behind, weights, _flow);
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
        for (int output = 0, at = 0; output < layer.Outputs.Length; output++)
        {
            double makes = _factors[layer.Outputs[output]] * _factors[layer.Outputs[output]];
            int first = layer.FirstInput(output);
            for (int input = first; input < first + layer.InputsOfOne; input++, at++)
            {
                double square = squares[at] * makes * reads[input];
                weights.Add(input, square, square);
            }
        }

        return true;
    }
}
