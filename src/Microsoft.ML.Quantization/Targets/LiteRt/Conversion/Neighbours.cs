using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.FixedShapes;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>What stands in front of a node and behind it.</summary>
internal sealed class Neighbours(FixedModel source, ConvertedValues values)
{
    /// <summary>The one node that reads a tensor, where that quantizes it.</summary>
    public NodeProto? OnlyQuantization(string tensor) =>
        !source.Index.IsOutput(tensor) && source.Index.Consumers(tensor) is [{ InputIndex: 0 } use] && use.Node.Is("QuantizeLinear") ? use.Node : null;

    public bool IsUsed(string tensor) => tensor.Length > 0 && (source.Index.Consumers(tensor).Count > 0 || source.Index.IsOutput(tensor));

    /// <summary>Why a node computes in FP32, as the end of a sentence about it; empty where it stands between INT8 values.</summary>
    /// <param name="node">The node.</param>
    /// <param name="outputs">The places of its outputs that are used.</param>
    public string WhyFloat(NodeProto node, int[] outputs) =>
        Activations(node).FirstOrDefault(input => !values.IsInteger(input)) is { } real ? $"the tensor '{real}' that it reads is FP32"
        : outputs.Select(output => node.Output[output]).FirstOrDefault(output => OnlyQuantization(output) == null) is { } made ? $"the model has no INT8 range for its output '{made}'"
        : "";

    private IEnumerable<string> Activations(NodeProto node) => node.Input.Where(input => input.Length > 0 && !source.IsConstant(input) && source.ConstantDequantization(input) == null);
}
