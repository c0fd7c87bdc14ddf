using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.CoreML.Format;
using Microsoft.ML.Quantization.Targets.FixedShapes;

namespace Microsoft.ML.Quantization.Targets.CoreML.Conversion;

/// <summary>One node on its way into the program: what it reads, as the program has it, and what it has to make.</summary>
/// <param name="values">What the program has of the tensors so far.</param>
/// <param name="node">The node.</param>
/// <param name="name">Gives the name in the program of what it makes.</param>
internal sealed class NodeWriter(ProgramValues values, NodeProto node, Func<string, string> name)
{
    /// <summary>Lists of more integers do not say in their name what they hold.</summary>
    private const int MostNamed = 8;

    public NodeProto Node => node;

    public ProgramValues Values => values;

    public FixedModel Source => values.Source;

    public int[] OutputShape => Source.ShapeOf(node.Output[0]);

    public int Rank => InputShape(0).Length;

    public bool Has(int input) => input < node.Input.Count && node.Input[input].Length > 0;

    public int[] InputShape(int input) => Source.ShapeOf(node.Input[input]);

    public MilTensor Input(int input) => values.Find(node.Input[input]);

    /// <summary>A dimension, counted from the front.</summary>
    public int Axis(long axis) => (int)(axis < 0 ? axis + Rank : axis);

    /// <summary>The values of an input that is a constant of integers, such as sizes and axes.</summary>
    public long[]? Integers(int input) => Has(input) ? Source.Integers(node.Input[input]) ?? throw Refused($"its input {input} is not constant") : null;

    /// <summary>The values of an input that is a constant of real numbers, quantized or not.</summary>
    public float[]? Floats(int input) => !Has(input) ? null
        : Quantized(input) is { } constant ? constant.Reals()
        : Source.IsConstant(node.Input[input]) && Source.Floats(node.Input[input]) is { } floats ? floats
        : throw Refused($"its input {input} is not constant");

    /// <summary>An input that is a quantized constant.</summary>
    public QuantizedConstant? Quantized(int input) => Source.ConstantDequantization(node.Input[input]) is { } maker ? QuantizedConstant.Read(values, maker) : null;

    public MilTensor Text(string text) => values.Program.Constant(text, MilValues.Text(text));

    public MilTensor Flag(bool flag) => values.Program.Constant(flag ? "yes" : "no", MilValues.Flag(flag));

    public MilTensor Int(int number) => values.Program.Constant($"int_{number}", MilValues.Integers([number], []));

    public MilTensor Ints(params int[] numbers) => values.Program.Constant(numbers.Length > MostNamed ? "ints" : $"ints_{string.Join('_', numbers)}", MilValues.Integers(numbers, [numbers.Length]));

    public MilTensor Real(float number) => Reals("number", [number], []);

    public MilTensor Reals(string suffix, float[] numbers, int[] shape) => values.Reals($"{node.Output[0]}_{suffix}", numbers, shape);

    /// <summary>Emits the operation that makes the node's output.</summary>
    public MilTensor Emit(string operation, params (string Name, MilTensor Value)[] inputs) => Emit(operation, Many(inputs));

    /// <summary>As <see cref="Emit(string, ValueTuple{string, MilTensor}[])"/>, where a parameter takes several values.</summary>
    public MilTensor Emit(string operation, params (string Name, MilTensor[] Values)[] inputs) => values.Program.Emit(operation, Made(0), inputs);

    /// <summary>Emits an operation on the way to the node's output.</summary>
    public MilTensor Between(string suffix, int[] shape, string operation, params (string Name, MilTensor Value)[] inputs)
    {
        Verify(shape);
        return values.Program.Emit(operation, new MilTensor(values.Program.Names.Unique($"{node.Output[0]}_{suffix}"), values.Real, shape), Many(inputs));
    }

    /// <summary>The value that the node makes as its output of that number.</summary>
    public MilTensor Made(int output)
    {
        int[] shape = Source.ShapeOf(node.Output[output]);
        Verify(shape);
        return new MilTensor(name(node.Output[output]), values.Real, shape);
    }

    public NotSupportedException Refused(string why) =>
        new($"The node {NodeText.Describe(node)} cannot be written to a Core ML package: {why}. Leave it out of the model, or save the model as ONNX (SaveOnnx).");

    private void Verify(int[] shape)
    {
        if (shape.Length is 0 or > ProgramValues.MostDimensions)
        {
            throw Refused($"it makes a tensor of {shape.Length} dimensions, and Core ML's have 1 to {ProgramValues.MostDimensions}");
        }

        if (shape.Contains(0))
        {
            throw Refused("it makes a tensor without values");
        }
    }

    private static (string Name, MilTensor[] Values)[] Many((string Name, MilTensor Value)[] inputs) => Array.ConvertAll(inputs, input => (input.Name, new[] { input.Value }));
}
