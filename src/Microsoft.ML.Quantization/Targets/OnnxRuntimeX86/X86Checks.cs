using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeX86;

/// <summary>What ONNX Runtime fuses here, and which sums can saturate elsewhere.</summary>
internal sealed class X86Checks : TargetChecks
{
    public override Func<NodePlan, bool> Fused(OnnxModel model, OperatorRules operators) => FusedNodes.Read(model, operators).Contains;

    public override IEnumerable<string> Warnings(OnnxModel model)
    {
        string[] saturable = [.. SaturableNodes.Find(model)];
        if (saturable.Length > 0)
        {
            yield return $"The INT8 sums of {saturable.Length} nodes, '{saturable[0]}' the first, can saturate on x86 CPUs without VNNI, which makes results wrong there; quantize for {nameof(QuantizationTarget.OnnxRuntimeX86)}, or set ReduceRange, if it may run on one.";
        }
    }
}
