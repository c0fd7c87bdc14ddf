using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>The weights and the bias of a layer, INT8 and INT32 where the layer computes on INT8 values.</summary>
internal sealed class LayerWeights
{
    /// <summary>A place in the file that no weight goes to: it holds 0.</summary>
    public const int Empty = -1;

    private readonly NodeConversion _node;
    private readonly string _name;
    private readonly float[]? _values;
    private readonly sbyte[]? _integers;
    private readonly float[] _scales = [1];

    private LayerWeights(NodeConversion node)
    {
        _node = node;
        string name = _name = node.Node.Input[1];
        if (node.Source.ConstantDequantization(name) is { } maker)
        {
            var integers = node.Source.Index.Initializer(maker.Input[0])!;
            _scales = node.Source.Floats(maker.Input[1])!;
            if (integers.DataType != (int)TensorProto.Types.DataType.Int8 || (maker.Input.Count > 2 && node.Source.Integers(maker.Input[2])!.Any(zero => zero != 0)))
            {
                throw node.Refused("its weights are not symmetric INT8");
            }

            _name = maker.Input[0];
            (_integers, Shape, Axis) = (node.Source.Bytes(integers), [.. integers.Dims.Select(dim => (int)dim)], (int)maker.Integer("axis", 1));
        }
        else
        {
            _values = node.Source.IsConstant(name) ? node.Source.Floats(name) : null;
            Shape = node.Source.ShapeOf(name);
        }

        if (_integers == null && (_values == null || node.IsInteger))
        {
            throw node.Refused(node.IsInteger ? "its weights are not INT8" : "its weights are not constant");
        }
    }

    /// <summary>The ONNX shape of the weights.</summary>
    public int[] Shape { get; }

    /// <summary>The ONNX dimension that the scales go along.</summary>
    private int Axis { get; }

    public static LayerWeights Read(NodeConversion node) => new(node);

    /// <summary>The weights in another order, as a constant of the file.</summary>
    /// <param name="shape">Their shape there.</param>
    /// <param name="outputAxis">The dimension there that holds the output channels.</param>
    /// <param name="source">By place in the file, the place in ONNX, or <see cref="Empty"/>.</param>
    /// <param name="channels">The output channels that are written.</param>
    /// <param name="factor">What FP32 weights are multiplied with.</param>
    public LiteRtTensor Write(int[] shape, int outputAxis, Func<int, int> source, Range channels, float factor = 1)
    {
        int count = shape.Aggregate(1, (product, size) => product * size);
        if (_node.IsInteger)
        {
            var values = new sbyte[count];
            for (int i = 0; i < count; i++)
            {
                values[i] = source(i) is var place and not Empty ? _integers![place] : (sbyte)0;
            }

            var quantization = new LiteRtQuantization(Scales(channels), 0, _scales.Length > 1 ? outputAxis : 0);
            return _node.File.AddConstant<sbyte>(_name, values, shape, quantization);
        }

        var real = new float[count];
        for (int i = 0; i < count; i++)
        {
            real[i] = source(i) is var place and not Empty ? factor * Real(place) : 0;
        }

        return _node.File.AddConstant<float>(_name, real, shape);
    }

    /// <summary>The bias, zeros where the layer has none.</summary>
    /// <param name="outputs">The number of output channels.</param>
    /// <param name="channels">Those that are written.</param>
    /// <param name="input">The tensor that the weights are multiplied with.</param>
    /// <param name="factor">What an FP32 bias is multiplied with.</param>
    public LiteRtTensor WriteBias(int outputs, Range channels, LiteRtTensor input, float factor = 1)
    {
        string name = $"{_node.Name}/bias";
        float[]? real = _node.Has(2) ? Bias() : null;
        if (_node.IsInteger)
        {
            float[] scales = Array.ConvertAll(Scales(channels), scale => scale * input.Quantization!.Scales[0]);
            int[] integers = _node.Has(2) ? IntegerBias() ?? BiasQuantizer.Quantize(Spread(real!, outputs), input.Quantization!.Scales[0], _scales)! : new int[outputs];
            return _node.File.AddConstant<int>(name, integers[channels], [integers[channels].Length], new LiteRtQuantization(scales, 0));
        }

        float[] values = [.. Spread(real ?? [0], outputs)[channels].Select(value => value * factor)];
        return _node.File.AddConstant<float>(name, values, [values.Length]);
    }

    private float[] Scales(Range channels) => _scales.Length > 1 ? _scales[channels] : _scales;

    private float Real(int place)
    {
        if (_values != null)
        {
            return _values[place];
        }

        int inner = Shape.Skip(Axis + 1).Aggregate(1, (product, size) => product * size);
        return _integers![place] * _scales[_scales.Length > 1 ? place / inner % Shape[Axis] : 0];
    }

    private int[]? IntegerBias() => _node.Source.ConstantDequantization(_node.Node.Input[2]) is { } maker
        ? [.. _node.Source.Integers(maker.Input[0])!.Select(value => (int)value)]
        : null;

    private float[] Bias()
    {
        if (IntegerBias() is { } integers)
        {
            float[] scales = _node.Source.Floats(_node.Source.Index.Producer(_node.Node.Input[2])!.Input[1])!;
            return [.. integers.Select((value, i) => value * scales[scales.Length > 1 ? i : 0])];
        }

        return _node.Floats(2)!;
    }

    private static float[] Spread(float[] values, int count) => values.Length == 1 ? [.. Enumerable.Repeat(values[0], count)] : values;
}
