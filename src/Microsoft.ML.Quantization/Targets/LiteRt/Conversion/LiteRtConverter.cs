using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.FixedShapes;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>
/// Writes a model with QuantizeLinear and DequantizeLinear as a model of LiteRT, with the same integers: a node between them computes on INT8 values there, all others
/// in FP32. UINT8 values become INT8 ones, 128 less.
/// </summary>
internal sealed class LiteRtConverter
{
    private const int SignedOffset = 128;

    private static readonly FixedFormat Format = new("a LiteRT file", nameof(LiteRtOptions));

    private readonly FixedModel _source;
    private readonly LiteRtOptions _options;
    private readonly ConvertedValues _values;

    private LiteRtConverter(FixedModel source, LiteRtOptions options, LiteRtModel file) => (_source, _options, _values) = (source, options, new ConvertedValues(source, file));

    /// <exception cref="ArgumentException">A size is missing.</exception>
    /// <exception cref="NotSupportedException">A node has no form, or none in INT8 where that is asked for.</exception>
    public static LiteRtModel Convert(OnnxModel model, LiteRtOptions options)
    {
        var file = new LiteRtModel
        {
            Description = "INT8, written by Microsoft.ML.Quantization",
            Metadata = [.. model.Proto.MetadataProps.Select(entry => KeyValuePair.Create(entry.Key, entry.Value))],
        };
        new LiteRtConverter(new FixedModel(FixedSizes.Create(model, options.Dimensions, Format)), options, file).Run();
        return file;
    }

    private LiteRtModel File => _values.File;

    private void Run()
    {
        foreach (var input in _source.Graph.Input.Where(input => _source.Index.IsInput(input.Name)))
        {
            AddInput(input);
        }

        foreach (var node in _source.Graph.Node.Where(node => !_source.IsConstant(node)))
        {
            Write(node);
        }

        foreach (string output in _source.Graph.Output.Select(output => output.Name))
        {
            File.AddOutput(output, _options.IntegerInputsAndOutputs ? _values.Find(output) : _values.Float(output));
        }
    }

    private void AddInput(ValueInfoProto input)
    {
        if (input.Type.TensorType.ElemType != (int)TensorProto.Types.DataType.Float)
        {
            throw new NotSupportedException($"The model's input '{input.Name}' is of type {ElementTypes.Name(input.Type.TensorType.ElemType)}; LiteRT files are written of models whose inputs are float.");
        }

        var reader = OnlyQuantization(input.Name);
        var tensor = File.AddTensor(input.Name, Layout.Shape(_source.ShapeOf(input.Name)), _options.IntegerInputsAndOutputs && reader != null ? Quantization(reader) : null);
        File.AddInput(input.Name, tensor);
        _values[input.Name] = tensor;
        if (tensor.IsInteger)
        {
            _values[reader!.Output[0]] = tensor;
        }
    }

    private void Write(NodeProto node)
    {
        if (node.Is("DequantizeLinear"))
        {
            if (_source.ConstantDequantization(node.Output[0]) == null)
            {
                _values[node.Output[0]] = _values.Find(node.Input[0]);
            }
        }
        else if (node.Is("QuantizeLinear"))
        {
            Quantize(node);
        }
        else if (node.Is("Max") && node.Input.Count == 1)
        {
            _values[node.Output[0]] = _values.Find(node.Input[0]);
        }
        else
        {
            Compute(node);
        }
    }

    private void Quantize(NodeProto node)
    {
        if (_values.Contains(node.Output[0]))
        {
            return;
        }

        var source = _values.Find(node.Input[0]);
        var tensor = File.AddTensor(node.Output[0], source.Shape, Quantization(node));
        File.Emit(LiteRtCode.Quantize, [source], tensor);
        _values[node.Output[0]] = tensor;
    }

    private void Compute(NodeProto node)
    {
        var form = LiteRtForms.Find(node) ?? throw new NotSupportedException($"The node {NodeText.Describe(node)} has no form in a LiteRT file. Leave it out of the model, or save the model as ONNX (SaveOnnx).");
        var reader = Activations(node).All(_values.IsInteger) ? OnlyQuantization(node.Output[0]) : null;
        var conversion = new NodeConversion(_values, node, reader == null ? null : Quantization(reader));
        if (conversion.IsInteger && !form.TakesIntegers(conversion))
        {
            (reader, conversion) = (null, new NodeConversion(_values, node, null));
        }

        if (!conversion.IsInteger && _options.FullInteger)
        {
            throw new NotSupportedException($"The node {NodeText.Describe(node)} computes in FP32, but the file is to be all INT8 (FullInteger). Quantize it, or allow FP32.");
        }

        if (node.Output.Skip(1).Any(output => output.Length > 0 && (_source.Index.Consumers(output).Count > 0 || _source.Index.IsOutput(output))))
        {
            throw new NotSupportedException($"The node {NodeText.Describe(node)} has no form in a LiteRT file with more outputs than one.");
        }

        var made = conversion.AtResultScale(form.Write(conversion));
        _values[reader == null ? node.Output[0] : reader.Output[0]] = made;
    }

    private IEnumerable<string> Activations(NodeProto node) => node.Input.Where(input => input.Length > 0 && !_source.IsConstant(input) && _source.ConstantDequantization(input) == null);

    /// <summary>The one node that reads a tensor, where that quantizes it.</summary>
    private NodeProto? OnlyQuantization(string tensor) =>
        !_source.Index.IsOutput(tensor) && _source.Index.Consumers(tensor) is [{ InputIndex: 0 } use] && use.Node.Is("QuantizeLinear") ? use.Node : null;

    private LiteRtQuantization Quantization(NodeProto node)
    {
        float scale = _source.Floats(node.Input[1])![0];
        var zero = node.Input.Count > 2 ? _source.Index.Initializer(node.Input[2]) : null;
        int zeroPoint = zero == null ? 0 : (int)_source.Integers(zero.Name)![0];
        return zero?.DataType switch
        {
            null or (int)TensorProto.Types.DataType.Uint8 => new LiteRtQuantization([scale], zeroPoint - SignedOffset),
            (int)TensorProto.Types.DataType.Int8 => new LiteRtQuantization([scale], zeroPoint),
            _ => throw new NotSupportedException($"The tensor '{node.Input[0]}' is quantized to {ElementTypes.Name(zero.DataType)}; a LiteRT file holds INT8."),
        };
    }
}
