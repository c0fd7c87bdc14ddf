using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Makes QuantizeLinear and DequantizeLinear nodes, and what goes with them.</summary>
internal static class QdqNodes
{
    /// <summary>The zero point of an activation, whose type is that of the integers.</summary>
    public static TensorProto ZeroPoint(string name, QuantizationParameters parameters) => parameters.Type == QuantizedType.UInt8
        ? TensorData.Create<byte>(name, [(byte)parameters.ZeroPoint], [])
        : TensorData.Create<sbyte>(name, [(sbyte)parameters.ZeroPoint], []);

    /// <summary>A node that changes no value and is in no pattern that ONNX Runtime looks for: a Max of one input.</summary>
    public static NodeProto Barrier(string name, string input, string output) => new() { Name = name, OpType = "Max", Input = { input }, Output = { output } };

    public static NodeProto Quantize(string name, string input, string scale, string zeroPoint, string output) =>
        new() { Name = name, OpType = "QuantizeLinear", Input = { input, scale, zeroPoint }, Output = { output } };

    public static NodeProto Dequantize(string name, string input, string scale, string zeroPoint, string output, int? axis = null)
    {
        var node = new NodeProto { Name = name, OpType = "DequantizeLinear", Input = { input, scale, zeroPoint }, Output = { output } };
        if (axis != null)
        {
            node.Attribute.Add(new AttributeProto { Name = "axis", Type = AttributeProto.Types.AttributeType.Int, I = axis.Value });
        }

        return node;
    }
}
