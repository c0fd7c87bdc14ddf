using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.FakeQuantization;

/// <summary>Everything that a plan rounds: the activation tensors, those of one scale together, and the weights of each INT8 node.</summary>
internal sealed class FakeQuantizer : nn.Module, IGraphRounding
{
    private readonly ModelForTraining _model;
    private readonly Dictionary<string, ActivationFakeQuantizer> _activations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WeightFakeQuantizer> _weights = new(StringComparer.Ordinal);

    /// <param name="model">What is rounded, and where scales begin.</param>
    /// <param name="learnWeightScales">Whether weight scales are learned, or follow the largest weight.</param>
    /// <param name="device">Where scales live.</param>
    public FakeQuantizer(ModelForTraining model, bool learnWeightScales, Device device)
        : base(nameof(FakeQuantizer))
    {
        _model = model;
        foreach (var (name, start) in model.Activations)
        {
            _activations[name] = new ActivationFakeQuantizer(start, device);
            register_module($"activation{_activations.Count}", _activations[name]);
        }

        foreach (var weights in model.Weights)
        {
            _weights[weights.Node.Name] = new WeightFakeQuantizer(weights, learnWeightScales, device);
            register_module($"weights{_weights.Count}", _weights[weights.Node.Name]);
        }
    }

    /// <summary>The activation scales, by the tensor that the range was observed of.</summary>
    public IReadOnlyDictionary<string, ActivationFakeQuantizer> Activations => _activations;

    /// <summary>What rounds the weights of each INT8 node, by its name.</summary>
    public IReadOnlyDictionary<string, WeightFakeQuantizer> WeightsByNode => _weights;

    /// <summary>All scales that can learn.</summary>
    public IEnumerable<LearnedScale> Scales => _activations.Values.Select(activation => activation.Scale).Concat(_weights.Values.Select(weights => weights.Scale).OfType<LearnedScale>());

    /// <summary>Begins anew what is computed now and then only, so that an epoch does not depend on the one before.</summary>
    public void Refresh()
    {
        foreach (var weights in _weights.Values)
        {
            weights.Refresh();
        }
    }

    /// <summary>Whether the node is gone from the INT8 model, its clipping done by the rounding of its output.</summary>
    public bool IsFolded(NodeProto node) => _model.IsFolded(node);

    public Tensor Input(NodeProto node, int input, GraphValues values)
    {
        if (_model.IsRounded(node, input))
        {
            return Rounded(node.Input[input], values);
        }

        var value = values[node.Input[input]];
        return input switch
        {
            0 when _model.Tables.TryGetValue(node.Name, out string? tied) => _weights[tied].call(value),
            1 when _weights.TryGetValue(node.Name, out var weights) => weights.call(value),
            2 when _weights.TryGetValue(node.Name, out var weights) => weights.RoundBias(value, Activation(node.Input[0]).Scale.Values[0]),
            _ => value,
        };
    }

    public Tensor Output(string name, GraphValues values) => _model.IsMadeInInt8(name) ? Rounded(name, values) : values[name];

    private Tensor Rounded(string name, GraphValues values) => values.Rounded(name, Activation(name).call);

    private ActivationFakeQuantizer Activation(string tensor) => _activations[_model.RangeOf(tensor)];
}
