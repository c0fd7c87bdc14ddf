using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.FakeQuantization;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Graph;

/// <summary>The tensors of one run, in FP32 and, where the INT8 model reads them quantized, rounded.</summary>
internal sealed class GraphValues(FakeQuantizer? quantizer)
{
    private readonly Dictionary<string, Tensor> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tensor> _rounded = new(StringComparer.Ordinal);

    public Tensor this[string name]
    {
        set => _values[name] = value;
    }

    /// <summary>Gives a value another name, where a node does nothing.</summary>
    public void Rename(string name, string to) => _values[to] = _values[name];

    /// <summary>The inputs of a node as it will see them in INT8.</summary>
    public Tensor?[] Read(NodeProto node)
    {
        var inputs = new Tensor?[node.Input.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (node.Input[i].Length > 0)
            {
                inputs[i] = quantizer == null ? _values[node.Input[i]] : Read(node, i, quantizer);
            }
        }

        return inputs;
    }

    /// <summary>A tensor as the model gives it out.</summary>
    public Tensor Result(string name) => quantizer != null && quantizer.Planned.Values.IsMadeInInt8(name) ? Rounded(name, quantizer) : _values[name];

    private Tensor Read(NodeProto node, int input, FakeQuantizer rounding)
    {
        string name = node.Input[input];
        if (rounding.Planned.Values.IsRounded(new TensorUse(node, input)))
        {
            return Rounded(name, rounding);
        }

        if (input == 0 && rounding.Table(node) is { } table)
        {
            return table.call(_values[name]);
        }

        return rounding.Weights(node) is { } weights ? Rounded(weights, node, input, rounding) : _values[name];
    }

    private Tensor Rounded(WeightFakeQuantizer weights, NodeProto node, int input, FakeQuantizer rounding) => input switch
    {
        1 => weights.call(_values[node.Input[1]]),
        2 => weights.RoundBias(_values[node.Input[2]], rounding.Activation(node.Input[0]).Scale.Values[0]),
        _ => _values[node.Input[input]],
    };

    private Tensor Rounded(string name, FakeQuantizer rounding)
    {
        if (!_rounded.TryGetValue(name, out var rounded))
        {
            _rounded[name] = rounded = rounding.Activation(name).call(_values[name]);
        }

        return rounded;
    }
}
