namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Makes QuantizeLinear and DequantizeLinear nodes.</summary>
internal static class QdqNodes
{
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
