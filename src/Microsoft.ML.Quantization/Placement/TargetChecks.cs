using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>How a target looks at an INT8 model that was written for it.</summary>
internal abstract class TargetChecks
{
    /// <summary>Whether times that are measured on this machine are those of the target.</summary>
    public virtual bool IsHere => true;

    /// <summary>Tells for a node that was planned in INT8 whether the target runs it on INT8 values.</summary>
    /// <remarks>A node of which it says no is planned anew, in FP32: a kernel that is not known here undoes the rule that names it.</remarks>
    /// <param name="model">The model as it was written.</param>
    /// <param name="operators">The rules that it was planned by, which name the kernels.</param>
    public abstract Func<NodePlan, bool> Fused(OnnxModel model, OperatorRules operators);

    /// <summary>What to warn of, in sentences.</summary>
    /// <param name="model">The model as it was written.</param>
    public virtual IEnumerable<string> Warnings(OnnxModel model) => [];
}
