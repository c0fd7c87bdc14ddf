using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.CoreML.Format;
using Microsoft.ML.Quantization.Targets.FixedShapes;

namespace Microsoft.ML.Quantization.Targets.CoreML.Conversion;

/// <summary>What the program has of the tensors of a model so far.</summary>
internal sealed class ProgramValues(FixedModel source, ProgramBuilder program, CoreMLOptions options)
{
    /// <summary>More dimensions than these Core ML's tensors do not have.</summary>
    public const int MostDimensions = 5;

    private readonly Dictionary<string, MilTensor> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Constant, string Form), MilTensor> _constants = [];

    public FixedModel Source => source;

    public ProgramBuilder Program => program;

    public CoreMLOptions Options => options;

    /// <summary>The type of real numbers inside of the program.</summary>
    public MilDataType Real => options.Precision == CoreMLPrecision.FP16 ? MilDataType.Float16 : MilDataType.Float32;

    public MilTensor this[string tensor]
    {
        set => _tensors[tensor] = value;
    }

    /// <summary>A tensor of the model; a constant of real numbers is added to the program.</summary>
    public MilTensor Find(string tensor)
    {
        if (!_tensors.TryGetValue(tensor, out var value))
        {
            _tensors[tensor] = value = source.ConstantDequantization(tensor) is { } maker ? QuantizedConstant.Read(this, maker).Write() : Constant(tensor);
        }

        return value;
    }

    /// <summary>A constant that is made of one of the model, once for each form that it is needed in.</summary>
    public MilTensor Once(string constant, string form, Func<MilTensor> make)
    {
        if (!_constants.TryGetValue((constant, form), out var made))
        {
            _constants[(constant, form)] = made = make();
        }

        return made;
    }

    /// <summary>Real numbers as a constant.</summary>
    public MilTensor Reals(string name, float[] values, int[] shape)
    {
        Verify(name, values);
        return program.Constant(name, program.Reals(values, shape, Real));
    }

    /// <exception cref="NotSupportedException">A value is too large for the precision.</exception>
    public void Verify(string name, float[] values)
    {
        if (Real == MilDataType.Float16 && Array.Exists(values, value => MathF.Abs(value) > (float)Half.MaxValue))
        {
            throw new NotSupportedException($"The constant '{name}' has values over {(float)Half.MaxValue}, which FP16 does not hold. Write the package with {nameof(CoreMLOptions)}.{nameof(CoreMLOptions.Precision)} = {nameof(CoreMLPrecision.FP32)}.");
        }
    }

    private MilTensor Constant(string tensor)
    {
        if (!source.IsConstant(tensor) || source.TypeOf(tensor) is not ((int)TensorProto.Types.DataType.Float or (int)TensorProto.Types.DataType.Double or (int)TensorProto.Types.DataType.Float16))
        {
            throw new NotSupportedException($"The tensor '{tensor}' is of type {ElementTypes.Name(source.TypeOf(tensor))}; a Core ML package of this kind holds real numbers.");
        }

        float[] values = source.Floats(tensor) ?? throw new NotSupportedException($"The constant '{tensor}' has more values than are computed for a Core ML package. Fold it in the ONNX model.");
        return Reals(tensor, values, source.ShapeOf(tensor));
    }
}
