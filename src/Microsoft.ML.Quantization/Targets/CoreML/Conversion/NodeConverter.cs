using System.Globalization;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.CoreML.Format;

namespace Microsoft.ML.Quantization.Targets.CoreML.Conversion;

/// <summary>Writes nodes one by one, those around INT8 values as what they are.</summary>
/// <param name="values">What the program has of the tensors so far.</param>
/// <param name="name">Gives the name in the program of a tensor that a node makes.</param>
internal sealed class NodeConverter(ProgramValues values, Func<string, string> name)
{
    private const string Type = "int8";

    /// <summary>By how much of itself a scale may change when it is rounded to FP16; less than a step of the largest values.</summary>
    private const float LargestError = 0.005f;

    public void Write(NodeProto node)
    {
        if (node.Is("QuantizeLinear"))
        {
            Quantize(node);
        }
        else if (node.Is("DequantizeLinear"))
        {
            Dequantize(node);
        }
        else
        {
            Compute(node);
        }
    }

    private void Quantize(NodeProto node)
    {
        var source = values.Find(node.Input[0]);
        var (scale, zero) = Numbers(node, node.Input[0]);
        var made = new MilTensor(values.Program.Names.Unique(node.Output[0]), MilDataType.Int8, source.Shape);
        var type = values.Program.Constant(Type, MilValues.Text(Type));
        values[node.Output[0]] = values.Program.Emit("quantize", made, ("input", [source]), ("scale", [scale]), ("zero_point", [zero]), ("output_dtype", [type]));
    }

    private void Dequantize(NodeProto node)
    {
        if (values.Source.ConstantDequantization(node.Output[0]) != null)
        {
            return;
        }

        var source = values.Find(node.Input[0]);
        var (scale, zero) = Numbers(node, node.Input[0]);
        var made = new MilTensor(name(node.Output[0]), values.Real, source.Shape);
        values[node.Output[0]] = values.Program.Emit("dequantize", made, ("input", [source]), ("zero_point", [zero]), ("scale", [scale]));
    }

    private (MilTensor Scale, MilTensor Zero) Numbers(NodeProto node, string tensor)
    {
        float[]? scales = values.Source.Floats(node.Input[1]);
        var zero = node.Input.Count > 2 ? values.Source.Index.Initializer(node.Input[2]) : null;
        if (scales is not { Length: 1 } || zero?.DataType != (int)TensorProto.Types.DataType.Int8 || values.Source.Integers(zero.Name)![0] != 0)
        {
            throw new NotSupportedException($"The tensor '{tensor}' is not quantized to INT8 with the zero point 0, as a Core ML package has activations. Quantize the model for it: Target, or AlsoFor, = [{nameof(QuantizationTarget)}.{nameof(QuantizationTarget.CoreML)}].");
        }

        if (values.Real == MilDataType.Float16 && (Math.Abs((float)(Half)scales[0] - scales[0]) > LargestError * scales[0] || sbyte.MaxValue * scales[0] > (float)Half.MaxValue))
        {
            throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture, $"The tensor '{tensor}' has values up to {sbyte.MaxValue * scales[0]:G3}, which do not fit into FP16. Write the package with {nameof(CoreMLOptions)}.{nameof(CoreMLOptions.Precision)} = {nameof(CoreMLPrecision.FP32)}."));
        }

        return (values.Reals($"{tensor}_scale", scales, []), values.Program.Constant("zero", MilValues.Bytes(MilDataType.Int8, [0], [])));
    }

    private void Compute(NodeProto node)
    {
        var form = CoreMLForms.Find(node) ?? throw new NotSupportedException($"The node {NodeText.Describe(node)} has no form in a Core ML package. Leave it out of the model, or save the model as ONNX (SaveOnnx).");
        var made = form.Write(new NodeWriter(values, node, name));
        for (int i = 0; i < node.Output.Count; i++)
        {
            string output = node.Output[i];
            if (i < made.Length)
            {
                values[output] = made[i];
            }
            else if (output.Length > 0 && (values.Source.Index.Consumers(output).Count > 0 || values.Source.Index.IsOutput(output)))
            {
                throw new NotSupportedException($"The node {NodeText.Describe(node)} has no form in a Core ML package with {i + 1} outputs.");
            }
        }
    }
}
