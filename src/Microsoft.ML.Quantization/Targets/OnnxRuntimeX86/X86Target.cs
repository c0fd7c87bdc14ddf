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

    public static TargetDefinition Vnni { get; } = new()
    {
        Name = nameof(QuantizationTarget.OnnxRuntimeX86Vnni),
        Description = "ONNX Runtime on x86 CPUs with VNNI: others can saturate.",
        Rules = new CpuRules(),
        Numbers = new TargetNumbers(),
        Writer = new CpuWriter(),
        Checks = new X86Checks(),
    };

    public static TargetDefinition Any { get; } = Vnni with
    {
        Name = nameof(QuantizationTarget.OnnxRuntimeX86),
        Description = "ONNX Runtime on any x86 CPU: weights are coarser where sums would saturate without VNNI.",
        Numbers = new TargetNumbers { LargestPair = LargestPair },
        Finer = Vnni,
    };
}
