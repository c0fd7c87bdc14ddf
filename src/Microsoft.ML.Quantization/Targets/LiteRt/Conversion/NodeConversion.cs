using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.FixedShapes;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>One node on its way into the file: what it reads, as the file has it, and what it has to make.</summary>
/// <param name="values">What the file has of the tensors so far.</param>
/// <param name="node">The node.</param>
/// <param name="result">What the integers of its output stand for; <see langword="null"/> where it computes in FP32.</param>
internal sealed class NodeConversion(ConvertedValues values, NodeProto node, LiteRtQuantization? result)
{
    public NodeProto Node => node;

    public LiteRtModel File => values.File;

    public FixedModel Source => values.Source;

    /// <summary>Whether it computes on INT8 values.</summary>
    public bool IsInteger => result != null;

    /// <summary>What the integers of its output stand for; <see langword="null"/> where it computes in FP32.</summary>
    public LiteRtQuantization? Result => result;

    public string Name => node.Output[0];

    public int[] OutputShape => Source.ShapeOf(node.Output[0]);

    public int Inputs => node.Input.Count;

    public bool Has(int input) => input < node.Input.Count && node.Input[input].Length > 0;

    public int[] InputShape(int input) => Source.ShapeOf(node.Input[input]);

    /// <summary>A tensor that it reads, in INT8 where the node computes in INT8.</summary>
    public LiteRtTensor Input(int input) => IsInteger ? values.Find(node.Input[input]) : values.Float(node.Input[input]);

    /// <summary>The values of an input that is a constant of integers, such as sizes and axes.</summary>
    public long[]? Integers(int input) => Has(input) ? Source.Integers(node.Input[input]) ?? throw Refused($"its input {input} is not constant") : null;

    /// <summary>The values of an input that is a constant of real numbers.</summary>
    public float[]? Floats(int input) => Has(input) ? Source.Floats(node.Input[input]) ?? throw Refused($"its input {input} is not constant") : null;

    /// <summary>The tensor that the node makes, at the scale of its output.</summary>
    public LiteRtTensor Made(int[]? shape = null) => File.AddTensor(Name, shape ?? Layout.Shape(OutputShape), result);

    /// <summary>A tensor on the way, at the scale of another.</summary>
    public LiteRtTensor Between(string suffix, int[] shape, LiteRtTensor like) => File.AddTensor($"{Name}/{suffix}", shape, like.Quantization);

    /// <summary>Integers as an operator takes them beside tensors.</summary>
    public LiteRtTensor Numbers(string suffix, params int[] numbers) => File.AddIntegers($"{Name}/{suffix}", numbers);

    /// <summary>The same values at the scale of the node's output.</summary>
    public LiteRtTensor AtResultScale(LiteRtTensor tensor)
    {
        if (result == null || tensor.Quantization!.IsSame(result))
        {
            return tensor;
        }

        var rescaled = File.AddTensor($"{tensor.Name}/rescaled", tensor.Shape, result);
        File.Emit(LiteRtCode.Quantize, [tensor], rescaled);
        return rescaled;
    }

    public NotSupportedException Refused(string why) =>
        new($"The node {NodeText.Describe(node)} cannot be written to a LiteRT file: {why}. Leave it out of the model, or save the model as ONNX (SaveOnnx).");
}
