using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>What a target runs in INT8.</summary>
internal abstract class PlacementRules
{
    /// <summary>What is done with each operator.</summary>
    public abstract OperatorRules Operators { get; }

    /// <summary>
    /// What becomes of a Relu or Clip behind an INT8 node: <see cref="NodeRole.Folded"/> where the ends of the quantized range clip in its place,
    /// <see cref="NodeRole.Attached"/> where it has to stay, as with symmetric ranges.
    /// </summary>
    public virtual NodeRole ActivationRole => NodeRole.Folded;

    /// <summary>Operators that stay behind an INT8 node, before its output is quantized, as a Relu does where <see cref="ActivationRole"/> keeps it.</summary>
    public virtual IReadOnlyCollection<string> AttachedOperators => [];

    /// <summary>Whether a node between INT8 nodes needs one that reads its output, or is in INT8 also where FP32 alone does.</summary>
    public virtual bool NeedsIntegerReaders => true;

    /// <summary>Whether tables that values are looked up in are stored in INT8.</summary>
    public virtual bool StoresTables => true;

    /// <summary>Whether a node that could run in INT8 may be left in FP32 for the sake of what outputs are made from.</summary>
    public virtual bool MayLeaveFloat => true;

    /// <summary>What nodes cost in FP32 and in INT8; <see langword="null"/> where that does not decide what runs in INT8.</summary>
    public virtual NodeCosts? Costs(GraphIndex graph, TensorShapes shapes) => null;
}
