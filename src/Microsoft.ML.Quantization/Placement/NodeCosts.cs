using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>What INT8 gains and costs on a target, in nanoseconds for one row on one thread; <see langword="null"/> where it is not known.</summary>
internal abstract class NodeCosts
{
    /// <summary>What the node costs less in INT8 than in FP32, without conversions.</summary>
    public abstract double? Gain(NodeProto node);

    /// <summary>What bringing a tensor into INT8, or back, costs.</summary>
    public abstract double? Conversion(string tensor);

    /// <summary>What it costs to keep an INT8 linear layer apart from FP32 nodes behind it.</summary>
    /// <param name="tensor">The layer's output.</param>
    /// <param name="hasActivation">Whether FP32 would have done an activation with it.</param>
    public abstract double? Unfused(string tensor, bool hasActivation);
}
