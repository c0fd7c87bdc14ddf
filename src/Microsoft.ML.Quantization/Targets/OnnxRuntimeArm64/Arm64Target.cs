using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeArm64;

/// <summary>ONNX Runtime on ARM64 CPUs: signed activations, for which its kernels are made, and no sums that saturate. What is faster is told by x86's costs until ARM64's are measured.</summary>
internal static class Arm64Target
{
    public static TargetDefinition Definition { get; } = new()
    {
        Name = nameof(QuantizationTarget.OnnxRuntimeArm64),
        Description = "ONNX Runtime on ARM64 CPUs: activations are signed, which is slow on x86.",
        Rules = new CpuRules(),
        Numbers = new TargetNumbers { Activations = QuantizedType.Int8 },
        Writer = new CpuWriter(),
        Checks = new Arm64Checks(),
    };
}
