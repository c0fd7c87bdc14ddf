using System.Runtime.InteropServices;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeArm64;

/// <summary>
/// What ONNX Runtime fuses on ARM64. Where this is no ARM64 machine it is told by the same model with unsigned activations, of which x86 fuses what
/// ARM64 fuses of either.
/// </summary>
internal sealed class Arm64Checks : TargetChecks
{
    public override bool IsHere => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    public override Func<NodePlan, bool> Fused(OnnxModel model, OperatorRules operators) => FusedNodes.Read(IsHere ? model : UnsignedModel.From(model), operators).Contains;

    public override IEnumerable<string> Warnings(OnnxModel model)
    {
        if (!IsHere)
        {
            yield return $"The model is for ARM64 CPUs: ONNX Runtime leaves nodes with signed activations in FP32 on {RuntimeInformation.ProcessArchitecture}, where its latency was measured; quantize for OnnxRuntimeX86 what is to run there.";
        }
    }
}
