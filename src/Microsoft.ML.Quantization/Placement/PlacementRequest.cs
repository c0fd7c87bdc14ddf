using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>What a placement is asked for.</summary>
/// <param name="ExcludedNodes">Names of nodes that stay in FP32.</param>
/// <param name="ExcludedOperators">Operator types whose nodes stay in FP32.</param>
/// <param name="OnlyWhereFaster">Whether a region is placed only where INT8 is expected to be faster.</param>
internal sealed record PlacementRequest(IReadOnlyCollection<string> ExcludedNodes, IReadOnlyCollection<string> ExcludedOperators, bool OnlyWhereFaster)
{
    public bool Excludes(NodeProto node) => ExcludedNodes.Contains(node.Name) || ExcludedOperators.Contains(node.OpType);
}
