using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Targets.CoreML.Format;

/// <summary>A program in the making: its operations in the order in which they run, and its weights.</summary>
internal sealed class ProgramBuilder
{
    /// <summary>From so many values on a constant goes into the file of weights, as Apple's tool has it.</summary>
    private const int FewestInFile = 10;

    private readonly Dictionary<ByteString, MilTensor> _constants = [];

    public MilBlock Block { get; } = new();

    public BlobFile Weights { get; } = new();

    public Identifiers Names { get; } = new();

    /// <summary>A constant that operations read: one for all that have the same type, shape and values.</summary>
    public MilTensor Constant(string name, MilValue value)
    {
        var key = value.ToByteString();
        if (!_constants.TryGetValue(key, out var constant))
        {
            _constants[key] = constant = new MilTensor(Names.Unique(name), value.Type.TensorType.DataType, [.. value.Type.TensorType.Dimensions.Select(each => (int)each.Constant.Size)]);
            Add("const", constant, []).Attributes.Add("val", value);
        }

        return constant;
    }

    /// <summary>Bytes as a constant's value: in the program where they are few, else in the file of weights.</summary>
    /// <param name="type">What they are.</param>
    /// <param name="shape">Of what shape.</param>
    /// <param name="bytes">Gives them, now or while the file is written.</param>
    public MilValue Value(MilDataType type, int[] shape, Func<ReadOnlyMemory<byte>> bytes)
    {
        long count = shape.Aggregate(1L, (product, size) => product * size);
        return count >= FewestInFile ? MilValues.InFile(type, shape, Weights.Add(type, count * MilTypes.Size(type), bytes))
            : type == MilDataType.Float32 ? MilValues.Reals(LittleEndian.Read<float>(bytes().Span), shape)
            : MilValues.Bytes(type, bytes().Span, shape);
    }

    /// <summary>Real numbers as a constant's value.</summary>
    public MilValue Reals(float[] values, int[] shape, MilDataType type)
    {
        byte[] bytes = type == MilDataType.Float16 ? LittleEndian.Write<Half>(Array.ConvertAll(values, value => (Half)value)) : LittleEndian.Write<float>(values);
        return Value(type, shape, () => bytes);
    }

    /// <summary>Adds an operation that makes one value.</summary>
    public MilTensor Emit(string operation, MilTensor output, params (string Name, MilTensor[] Values)[] inputs)
    {
        Add(operation, output, inputs);
        return output;
    }

    /// <summary>Adds an operation that makes several values.</summary>
    public void Emit(string operation, MilTensor[] outputs, params (string Name, MilTensor[] Values)[] inputs)
    {
        var added = Add(operation, outputs[0], inputs);
        added.Outputs.AddRange(outputs.Skip(1).Select(Named));
    }

    /// <summary>Adds an operation that makes a constant from values, which a compiler may leave as they are.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="output">What it makes.</param>
    /// <param name="values">Its parameters.</param>
    /// <param name="areAttributes">Whether they are written as attributes, as before iOS 18, or as inputs.</param>
    public MilTensor EmitConstant(string operation, MilTensor output, (string Name, MilValue Value)[] values, bool areAttributes)
    {
        var added = Add(operation, output, []);
        foreach (var (name, value) in values)
        {
            if (areAttributes)
            {
                added.Attributes.Add(name, value);
            }
            else
            {
                var argument = new MilArgument();
                argument.Arguments.Add(new MilArgument.Types.Binding { Value = value });
                added.Inputs.Add(name, argument);
            }
        }

        return output;
    }

    private static MilNamedType Named(MilTensor tensor) => new() { Name = tensor.Name, Type = MilTypes.Of(tensor.Type, tensor.Shape) };

    private MilOperation Add(string operation, MilTensor output, (string Name, MilTensor[] Values)[] inputs)
    {
        var added = new MilOperation { Type = operation };
        foreach (var (name, values) in inputs)
        {
            var argument = new MilArgument();
            argument.Arguments.AddRange(values.Select(value => new MilArgument.Types.Binding { Name = value.Name }));
            added.Inputs.Add(name, argument);
        }

        added.Outputs.Add(Named(output));
        added.Attributes.Add("name", MilValues.Text(output.Name));
        Block.Operations.Add(added);
        return added;
    }
}
