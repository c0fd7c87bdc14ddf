using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>
/// How a target's model is written. Its form in memory is always ONNX with QuantizeLinear and DequantizeLinear, in which it is scored and
/// measured here.
/// </summary>
internal class TargetWriter
{
    /// <summary>Writes the file that the target reads.</summary>
    /// <param name="model">The model with QuantizeLinear and DequantizeLinear, as it was made from a plan and its numbers.</param>
    /// <param name="path">The file; one that is there is replaced, whole or not at all.</param>
    public virtual void Save(OnnxModel model, string path) => OnnxModelWriter.Save(model, path);

    /// <summary>What the file is like; <see langword="null"/> where that is as the plan says, with the size of the model.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="ArgumentException">The file needs to be told something.</exception>
    /// <exception cref="NotSupportedException">A node has no form in it.</exception>
    public virtual WrittenModel? Describe(OnnxModel model) => null;

    /// <summary>Writes the file and tells what it is like, as <see cref="Describe"/> does.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    public virtual WrittenModel? SaveDescribed(OnnxModel model, string path)
    {
        Save(model, path);
        return Describe(model);
    }

    /// <summary>A model that was made for another target, in the form in which this one writes it, with the same numbers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="own">The numbers of this target.</param>
    /// <param name="made">The numbers that it was made with.</param>
    /// <returns><see langword="null"/> where this target needs other numbers.</returns>
    public virtual OnnxModel? Adopt(OnnxModel model, TargetNumbers own, TargetNumbers made) => null;

    /// <summary>Whether a node that changes no value has to stand in front of the QuantizeLinear of a tensor that is made in FP32, so that what makes it stays in FP32.</summary>
    public virtual bool NeedsBarrierBefore(string tensor, PlannedGraph graph) => graph.Index.Producer(tensor) is { } maker && SpreadPools.Obstacle(maker) != null;

    /// <summary>Whether such a node has to stand between an INT8 linear node, whose output is <paramref name="tensor"/> in FP32, and its readers.</summary>
    public virtual bool NeedsBarrierBehind(NodeProto node, string tensor, PlannedGraph graph) => graph.HasBarrier(node);
}
