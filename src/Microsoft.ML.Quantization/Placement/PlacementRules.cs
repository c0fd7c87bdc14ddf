using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>What a target runs in INT8.</summary>
internal abstract class PlacementRules
{
    /// <summary>The operators that run in INT8 only between others.</summary>
    public abstract IReadOnlyList<string> Carriers { get; }

    /// <summary>
    /// What becomes of a Relu or Clip behind an INT8 node: <see cref="NodeRole.Folded"/> where the ends of the quantized range clip in its place,
    /// <see cref="NodeRole.Attached"/> where it has to stay, as with symmetric ranges.
    /// </summary>
    public virtual NodeRole ActivationRole => NodeRole.Folded;

    /// <summary>Whether a node between INT8 nodes needs one that reads its output, or is in INT8 also where FP32 alone does.</summary>
    public virtual bool NeedsIntegerReaders => true;

    /// <summary>Whether tables that values are looked up in are stored in INT8.</summary>
    public virtual bool StoresTables => true;

    /// <summary>
    /// What an operator does in INT8. Where the output of Gemm and MatMul has to be quantized, they are <see cref="NodeRole.Convolution"/>, else
    /// <see cref="NodeRole.Linear"/>.
    /// </summary>
    public abstract NodeRole RoleOf(string operatorType);

    /// <summary>Why an operator without an INT8 role stays in FP32.</summary>
    public abstract string WhyFloat(string operatorType);

    /// <summary>The range that an operator's INT8 output has whatever was observed of it; <see langword="null"/> for the observed one.</summary>
    public virtual (float Low, float High)? OutputRange(string operatorType) => null;

    /// <summary>What nodes cost in FP32 and in INT8; <see langword="null"/> where that does not decide what runs in INT8.</summary>
    public virtual NodeCosts? Costs(GraphIndex graph, TensorShapes shapes) => null;
}
