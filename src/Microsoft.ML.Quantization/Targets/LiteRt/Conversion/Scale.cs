using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.FixedShapes;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>Reads what the integers stand for that a QuantizeLinear gives.</summary>
internal static class Scale
{
    private const int SignedOffset = 128;

    public static LiteRtQuantization Of(FixedModel source, NodeProto node)
    {
        float scale = source.Floats(node.Input[1])![0];
        var zero = node.Input.Count > 2 ? source.Index.Initializer(node.Input[2]) : null;
        int zeroPoint = zero == null ? 0 : (int)source.Integers(zero.Name)![0];
        return zero?.DataType switch
        {
            null or (int)TensorProto.Types.DataType.Uint8 => new LiteRtQuantization([scale], zeroPoint - SignedOffset),
            (int)TensorProto.Types.DataType.Int8 => new LiteRtQuantization([scale], zeroPoint),
            _ => throw new NotSupportedException($"The tensor '{node.Input[0]}' is quantized to {ElementTypes.Name(zero.DataType)}; a LiteRT file holds INT8."),
        };
    }
}
