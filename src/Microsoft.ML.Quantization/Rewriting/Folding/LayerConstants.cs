using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting.Folding;

/// <summary>The weights and bias of a convolution or linear layer, for multiplying its outputs by a factor a channel and adding to them.</summary>
internal sealed class LayerConstants
{
    private readonly NodeProto _node;
    private readonly TensorProto _weights;
    private readonly float _beta;
    private readonly bool _takesBias;
    private float[] _values;
    private float[]? _bias;

    private LayerConstants(NodeProto node, TensorProto weights, float[]? bias)
    {
        (_node, _weights, _bias) = (node, weights, bias);
        _values = TensorData.Floats(weights);
        _beta = node.Is("Gemm") ? node.Real("beta", 1) : 1;
        _takesBias = !node.Is("MatMul");
    }

    /// <summary>How many dimensions the output has at least.</summary>
    public int Rank => _node.Is("MatMul") ? 1 : _weights.Dims.Count;

    /// <summary>The dimension of the output that holds the channels, counted from the last.</summary>
    public int Axis => _weights.Dims.Count > 2 ? _weights.Dims.Count - 2 : 0;

    public int Channels { get; private init; }

    /// <returns><see langword="null"/> where the node is no such layer, or has weights that other nodes read.</returns>
    public static LayerConstants? Find(NodeProto node, GraphIndex index)
    {
        if (!(node.Is("Conv") || node.Is("ConvTranspose") || node.Is("Gemm") || node.Is("MatMul"))
            || Constant(node.Input[1], index) is not { Dims.Count: >= 2 } weights
            || weights.Dims.Count > 2 != node.OpType.StartsWith("Conv", StringComparison.Ordinal))
        {
            return null;
        }

        long channels = node.Is("ConvTranspose") ? weights.Dims[1] * node.Integer("group", 1) : weights.Dims[WeightedNodes.OutputAxis(node)];
        bool had = node.Input.Count > 2 && node.Input[2].Length > 0;
        float[]? bias = had && index.Initializer(node.Input[2]) is { } constant ? ChannelConstant.Read(constant, rank: 2, axis: 0, (int)channels) : null;
        return TensorChecks.ElementCount(weights) == 0 || (had && bias == null) ? null : new LayerConstants(node, weights, bias) { Channels = (int)channels };
    }

    /// <returns>Whether that could be done: the result is finite, and a layer without a bias adds nothing.</returns>
    public bool Apply(double[] factors, double[] shifts)
    {
        bool shifted = shifts.Any(shift => shift != 0);
        if ((shifted && !_takesBias) || (shifted && _beta == 0))
        {
            return false;
        }

        var values = new float[_values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(_values[i] * factors[ChannelOf(i)]);
        }

        float[]? bias = _bias == null && !shifted ? null : [.. factors.Select((factor, channel) => (float)(((_bias?[channel] ?? 0) * factor) + (shifts[channel] / _beta)))];
        if (!Array.TrueForAll(values, float.IsFinite) || (bias != null && !Array.TrueForAll(bias, float.IsFinite)))
        {
            return false;
        }

        (_values, _bias) = (values, bias);
        return true;
    }

    /// <summary>Gives the node constants of its own with these values.</summary>
    public void Write(GraphProto graph, NameScope names)
    {
        _node.Input[1] = names.Unique(_weights.Name + "_folded");
        graph.Initializer.Add(TensorData.Create<float>(_node.Input[1], _values, [.. _weights.Dims]));
        if (_bias != null)
        {
            _node.SetInput(2, names.Unique(_node.Output[0] + "_bias"));
            graph.Initializer.Add(TensorData.Create<float>(_node.Input[2], _bias, [_bias.Length]));
        }
    }

    private static TensorProto? Constant(string name, GraphIndex index) =>
        index.Initializer(name) is { DataType: (int)TensorProto.Types.DataType.Float } constant && !OnnxModel.IsOutside(constant)
            && index.Consumers(name).Count == 1 && !index.IsOutput(name) && !index.IsCaptured(name) ? constant : null;

    private int ChannelOf(int index)
    {
        if (_node.Is("ConvTranspose"))
        {
            int inner = (int)_weights.Dims.Skip(2).Aggregate(1L, (product, size) => product * size);
            int outputs = (int)_weights.Dims[1];
            int inputs = (int)_weights.Dims[0] / (Channels / outputs);
            return (index / inner / outputs / inputs * outputs) + (index / inner % outputs);
        }

        int axis = WeightedNodes.OutputAxis(_node);
        return axis == 0 ? index / (_values.Length / Channels) : index % Channels;
    }
}
