using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.CoreML.Format;
using Microsoft.ML.Quantization.Targets.FixedShapes;

namespace Microsoft.ML.Quantization.Targets.CoreML.Conversion;

/// <summary>A constant that the model has as integers behind DequantizeLinear: weights in INT8, or a bias in INT32.</summary>
internal sealed class QuantizedConstant
{
    private readonly ProgramValues _values;
    private readonly NodeProto _maker;
    private readonly TensorProto _integers;
    private readonly float[] _scales;

    private QuantizedConstant(ProgramValues values, NodeProto maker)
    {
        (_values, _maker) = (values, maker);
        _integers = Source.Index.Initializer(maker.Input[0])!;
        _scales = Source.Floats(maker.Input[1])!;
        Shape = Source.ShapeOf(maker.Input[0]);
        long axis = maker.Integer("axis", 1);
        Axis = _scales.Length == 1 ? 0 : (int)(axis < 0 ? axis + Shape.Length : axis);
        if (maker.Input.Count > 2 && Source.Integers(maker.Input[2])!.Any(zero => zero != 0))
        {
            throw new NotSupportedException($"The weights '{maker.Input[0]}' have a zero point; a Core ML package of this kind has symmetric weights. Quantize the model for it: Target, or AlsoFor, = [{nameof(QuantizationTarget)}.{nameof(QuantizationTarget.CoreML)}].");
        }
    }

    public int[] Shape { get; }

    /// <summary>The dimension that the scales go along.</summary>
    private int Axis { get; }

    private FixedModel Source => _values.Source;

    public static QuantizedConstant Read(ProgramValues values, NodeProto maker) => new(values, maker);

    /// <summary>The constant as it is.</summary>
    public MilTensor Write() => IsBytes
        ? _values.Once(_maker.Output[0], "", () => Write(Shape, Axis, Bytes))
        : _values.Reals(_maker.Output[0], Reals(), Shape);

    /// <summary>A matrix with rows and columns exchanged, times a factor.</summary>
    public MilTensor Transposed(float factor) => _values.Once(_maker.Output[0], $"transposed {factor:R}", () => Write([Shape[1], Shape[0]], 1 - Axis, () => Matrices.Transposed(Bytes().Span, Shape[0]), factor));

    /// <summary>The constant times a factor.</summary>
    public MilTensor Times(float factor) => factor == 1 ? Write() : _values.Once(_maker.Output[0], $"times {factor:R}", () => Write(Shape, Axis, Bytes, factor));

    /// <summary>What the integers stand for.</summary>
    public float[] Reals()
    {
        long[] integers = Source.Integers(_maker.Input[0])!;
        int inner = Shape.Skip(Axis + 1).Aggregate(1, (product, size) => product * size);
        return [.. integers.Select((value, place) => value * _scales[_scales.Length > 1 ? place / inner % Shape[Axis] : 0])];
    }

    private bool IsBytes => _integers.DataType == (int)TensorProto.Types.DataType.Int8 && Shape.Length > 0;

    private ReadOnlyMemory<byte> Bytes() => Source.Raw(_integers);

    private MilTensor Write(int[] shape, int axis, Func<ReadOnlyMemory<byte>> bytes, float factor = 1)
    {
        if (!IsBytes)
        {
            throw new NotSupportedException($"The weights '{_maker.Input[0]}' are of type {ElementTypes.Name(_integers.DataType)}; a Core ML package of this kind has INT8 weights.");
        }

        var program = _values.Program;
        float[] scales = factor == 1 ? _scales : Array.ConvertAll(_scales, scale => scale * factor);
        _values.Verify(_maker.Input[1], scales);
        var output = new MilTensor(program.Names.Unique(_maker.Output[0]), _values.Real, shape);
        var data = program.Value(MilDataType.Int8, shape, bytes);
        if (_values.Options.MinimumDeploymentTarget == CoreMLDeploymentTarget.IOS18)
        {
            int[] blocks = [.. shape.Select((size, i) => i == axis && scales.Length > 1 ? size : 1)];
            return program.EmitConstant("constexpr_blockwise_shift_scale", output, [("data", data), ("scale", program.Reals(scales, blocks, _values.Real))], areAttributes: false);
        }

        int[] count = scales.Length > 1 ? [scales.Length] : [];
        return program.EmitConstant(
            "constexpr_affine_dequantize",
            output,
            [("quantized_data", data), ("zero_point", program.Value(MilDataType.Int8, count, () => new byte[scales.Length])), ("scale", program.Reals(scales, count, _values.Real)), ("axis", MilValues.Integers([axis], []))],
            areAttributes: true);
    }
}
