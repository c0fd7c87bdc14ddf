using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>What a quantized model's author might want to know.</summary>
internal static class QuantizationFindings
{
    public static IEnumerable<string> Find(GraphIndex index, ModelProto model)
    {
        var nodes = index.Graph.Node;
        if (model.MetadataProps.Any(entry => entry.Key.StartsWith("Microsoft.ML.Quantization", StringComparison.Ordinal)))
        {
            yield return "Made by this library; its metadata say how.";
        }

        if (nodes.Any(node => node.OpType == "QuantizeLinear" && index.Initializer(node.Input.ElementAtOrDefault(2) ?? "")?.DataType == (int)DataType.Int8))
        {
            yield return "Activations are INT8: right for ARM64; on x86, additions of two tensors and some convolutions run in FP32 that UINT8 activations would run in INT8.";
        }

        var weights = nodes.Where(node => node.OpType == "DequantizeLinear" && index.Initializer(node.Input[0]) is { Dims.Count: > 1 }).ToList();
        int perTensor = weights.Count(node => QuantizedTensorKinds.Scales(node, index) == 1);
        if (perTensor > 0)
        {
            yield return $"{perTensor:N0} of {weights.Count:N0} weights have one scale for all channels. A scale a channel costs no time and is more exact.";
        }

        int dynamic = nodes.Count(node => node.OpType == "DynamicQuantizeLinear");
        if (dynamic > 0)
        {
            yield return $"{dynamic:N0} activations are quantized when the model runs: no calibration was needed, and every run pays for finding their ranges.";
        }
    }
}
