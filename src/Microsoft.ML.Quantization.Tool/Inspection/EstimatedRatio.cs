using System.Globalization;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;
using Microsoft.ML.Quantization.Tool.Terminal;

namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>What share of FP32's time the INT8 form of default options takes on x86 CPUs, by costs of nodes.</summary>
/// <param name="WithVnni">On a CPU with VNNI.</param>
/// <param name="WithoutVnni">On one without.</param>
internal sealed record EstimatedRatio(double WithVnni, double WithoutVnni)
{
    /// <summary>On this machine; <see langword="null"/> where costs say nothing of its CPU.</summary>
    public double? Here => CpuKind.Here is not { } cpu ? null : cpu == CpuKind.Avx512Vnni ? WithVnni : WithoutVnni;

    /// <summary>As the end of a sentence about what a row takes.</summary>
    public string Sentence => string.Create(
        CultureInfo.InvariantCulture,
        $"about {Numbers.Ratio(WithVnni)} of FP32's time on x86 CPUs with VNNI{(CpuKind.Here == CpuKind.Avx512Vnni ? ", such as this one" : "")}, {Numbers.Ratio(WithoutVnni)} without{(CpuKind.Here == CpuKind.Avx2 ? ", such as this one" : "")}");

    /// <summary>In few words, beside what was measured.</summary>
    public override string ToString() => Here is { } ratio ? Numbers.Ratio(ratio) : $"{Numbers.Ratio(WithVnni)} on x86 CPUs with VNNI, {Numbers.Ratio(WithoutVnni)} without";
}
