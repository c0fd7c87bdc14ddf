using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

/// <summary>What nodes gain in INT8 and what conversions cost, in nanoseconds for one row on one thread.</summary>
internal sealed class CpuCosts(OperatorRules operators, ConversionCosts conversions, GraphIndex graph, TensorShapes shapes) : NodeCosts
{
    public override double? Gain(NodeProto node) =>
        Elements(node.Output[0]) is { } outputs ? operators[node].Gain(new NodeWork(node, graph, outputs)) : null;

    /// <inheritdoc/>
    /// <remarks>That of images includes the change of layout.</remarks>
    public override double? Conversion(string tensor) =>
        Elements(tensor) is { } elements ? conversions.Node + (elements * (shapes.Find(tensor)!.Dimensions.Count == 4 ? conversions.ImageValue : conversions.Value)) : null;

    /// <inheritdoc/>
    /// <remarks>A copy, and the activation.</remarks>
    public override double? Unfused(string tensor, bool hasActivation) =>
        Elements(tensor) is { } elements ? (hasActivation ? 2 : 1) * ((CpuGains.NodeOverhead / 2) + (0.1 * elements)) : null;

    private double? Elements(string tensor) => RowElements.Count(shapes, tensor);
}
