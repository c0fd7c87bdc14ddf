using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting.Dynamic;

/// <summary>A dense layer as DynamicQuantizeMatMul: weights of the shape inputs x outputs in INT8, a scale an output, and a bias in FP32.</summary>
internal static class DynamicProduct
{
    public static NodeProto Write(NodeProto node, GraphIndex index, OnnxModel model, NameScope names, QdqSettings settings)
    {
        var source = NodeWeights.Read(node, index, model, settings);

        // The scale of the input is not known yet; it matters for integer biases alone, which there are none of.
        var weights = QuantizedNodeWeights.Quantize(source, new QuantizationParameters(1, 0, QuantizedType.UInt8), settings);
        int outputs = source.Channels;
        int inputs = weights.Values.Length / outputs;
        var written = new NodeProto { Name = node.Name, OpType = "DynamicQuantizeMatMul", Output = { node.Output[0] } };
        string[] tensors =
        [
            DynamicTensors.Add(model, names, $"{node.Name}_weights", Transposed(weights.Values, source.OutputAxis, inputs, outputs), inputs, outputs),
            weights.Scales.Length == 1 ? DynamicTensors.Add(model, names, $"{node.Name}_scale", weights.Scales) : DynamicTensors.Add(model, names, $"{node.Name}_scale", weights.Scales, outputs),
        ];
        written.Input.AddRange([node.Input[0], .. tensors]);
        if (source.Bias != null)
        {
            written.Input.AddRange(["", DynamicTensors.Add(model, names, $"{node.Name}_bias", source.Bias, outputs)]);
        }

        return written;
    }

    private static sbyte[] Transposed(sbyte[] values, int outputAxis, int inputs, int outputs)
    {
        if (outputAxis == 1)
        {
            return values;
        }

        var turned = new sbyte[values.Length];
        for (int output = 0; output < outputs; output++)
        {
            for (int input = 0; input < inputs; input++)
            {
                turned[(input * outputs) + output] = values[(output * inputs) + input];
            }
        }

        return turned;
    }
}
