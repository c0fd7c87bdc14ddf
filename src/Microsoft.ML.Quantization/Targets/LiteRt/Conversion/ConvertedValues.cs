using Microsoft.ML.Quantization.Targets.FixedShapes;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>What the file has of the tensors of a model so far.</summary>
internal sealed class ConvertedValues(FixedModel source, LiteRtModel file)
{
    private readonly Dictionary<string, LiteRtTensor> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<LiteRtTensor, LiteRtTensor> _floats = new(ReferenceEqualityComparer.Instance);

    public FixedModel Source => source;

    public LiteRtModel File => file;

    public LiteRtTensor this[string tensor]
    {
        set => _tensors[tensor] = value;
    }

    public bool Contains(string tensor) => _tensors.ContainsKey(tensor);

    public bool IsInteger(string tensor) => _tensors.TryGetValue(tensor, out var value) && value.IsInteger;

    /// <summary>A tensor as it is, in INT8 or FP32; a constant of real numbers is added to the file.</summary>
    public LiteRtTensor Find(string tensor)
    {
        if (!_tensors.TryGetValue(tensor, out var value))
        {
            _tensors[tensor] = value = Constant(tensor);
        }

        return value;
    }

    /// <summary>The FP32 values of a tensor: dequantized once where it is INT8.</summary>
    public LiteRtTensor Float(string tensor)
    {
        var value = Find(tensor);
        if (!value.IsInteger)
        {
            return value;
        }

        if (!_floats.TryGetValue(value, out var real))
        {
            _floats[value] = real = file.AddTensor(tensor, value.Shape);
            file.Emit(LiteRtCode.Dequantize, [value], real);
        }

        return real;
    }

    private LiteRtTensor Constant(string tensor)
    {
        if (!source.IsConstant(tensor) || source.Floats(tensor) is not { } values)
        {
            throw new NotSupportedException($"The tensor '{tensor}' is of a type that a LiteRT file of this kind does not hold: it has to be made of real numbers.");
        }

        int[] shape = source.ShapeOf(tensor);
        return file.AddConstant<float>(tensor, Layout.Permute(values, shape), Layout.Shape(shape));
    }
}
