using Microsoft.ML.Quantization.Onnx;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Graph;

/// <summary>The tensors of one run, in FP32 and, where something rounds them, rounded.</summary>
internal sealed class GraphValues(IGraphRounding? rounding)
{
    private readonly Dictionary<string, Tensor> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tensor> _rounded = new(StringComparer.Ordinal);

    public Tensor this[string name]
    {
        get => _values[name];
        set => _values[name] = value;
    }

    /// <summary>Gives a value another name, where a node does nothing.</summary>
    public void Rename(string name, string to) => _values[to] = _values[name];

    /// <summary>A value rounded, which is done once for all who read it.</summary>
    public Tensor Rounded(string name, Func<Tensor, Tensor> round)
    {
        if (!_rounded.TryGetValue(name, out var rounded))
        {
            _rounded[name] = rounded = round(_values[name]);
        }

        return rounded;
    }

    /// <summary>The inputs of a node as it gets them.</summary>
    public Tensor?[] Read(NodeProto node)
    {
        var inputs = new Tensor?[node.Input.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (node.Input[i].Length > 0)
            {
                inputs[i] = rounding == null ? _values[node.Input[i]] : rounding.Input(node, i, this);
            }
        }

        return inputs;
    }

    /// <summary>A tensor as the model gives it out.</summary>
    public Tensor Result(string name) => rounding == null ? _values[name] : rounding.Output(name, this);
}
