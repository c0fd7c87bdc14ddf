using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeX86;

/// <summary>ONNX Runtime on x86 CPUs.</summary>
internal static class X86Target
{
    /// <summary>
    /// What two neighbouring weights of one sign may come to, in steps. Without VNNI, vpmaddubsw adds two neighbouring products in 16 bits: 255 * (a + b)
    /// must fit, so they may be 128 together, and rounding adds at most one half to each of the two.
    /// </summary>
    public const float LargestPair = 127;

    public static TargetDefinition Any { get; } = new()
    {
        Name = nameof(QuantizationTarget.OnnxRuntimeX86),
        Description = "ONNX Runtime on any x86 CPU: weights are coarser where sums would saturate without VNNI.",
        Rules = new CpuRules(),
        Numbers = new TargetNumbers { LargestPair = LargestPair },
        Writer = new CpuWriter(),
        Checks = new X86Checks(),
    };

    public static TargetDefinition Vnni { get; } = Any with
    {
        Name = nameof(QuantizationTarget.OnnxRuntimeX86Vnni),
        Description = "ONNX Runtime on x86 CPUs with VNNI: others can saturate.",
        Numbers = new TargetNumbers(),
    };
}
