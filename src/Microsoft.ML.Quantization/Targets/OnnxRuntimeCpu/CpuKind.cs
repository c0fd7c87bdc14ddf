using System.Runtime.Intrinsics.X86;
using Avx2Set = System.Runtime.Intrinsics.X86.Avx2;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

/// <summary>
/// What work costs on one thread of a kind of x86 CPU, in nanoseconds: fits to ONNX Runtime's own profile of some 150 layers. Two
/// processors that differ in their instructions stand for all.
/// </summary>
/// <param name="Integer">An INT8 multiplication and addition.</param>
/// <param name="IntegerOutput">Bringing an INT32 sum to INT8.</param>
/// <param name="GatheredOutput">The same where the inputs were gathered first.</param>
/// <param name="DepthwiseOutput">A value of an INT8 depthwise convolution of 3x3.</param>
internal sealed record CpuKind(double Integer, double IntegerOutput, double GatheredOutput, double DepthwiseOutput)
{
    /// <summary>AVX2, without instructions for sums of INT8 products.</summary>
    public static CpuKind Avx2 { get; } = new(1 / 110.0, 0.17, 0.17, 0.56);

    /// <summary>AVX-512 with VNNI.</summary>
    public static CpuKind Avx512Vnni { get; } = new(1 / 225.0, 0.1, 0.4, 0.42);

    public static IReadOnlyList<CpuKind> All { get; } = [Avx2, Avx512Vnni];

    /// <summary>The kind of this machine's processor; <see langword="null"/> for one that is neither.</summary>
    public static CpuKind? Here { get; } = !Avx2Set.IsSupported ? null : HasVnni() ? Avx512Vnni : Avx2;

    /// <summary>AVX-512 VNNI, or AVX-VNNI, which does as well.</summary>
    private static bool HasVnni()
    {
        const int Features = 7;
        const int Avx512VnniBit = 11;
        const int AvxVnniBit = 4;
        return X86Base.CpuId(0, 0).Eax >= Features
            && ((Avx512BW.IsSupported && (X86Base.CpuId(Features, 0).Ecx >> Avx512VnniBit & 1) != 0) || (X86Base.CpuId(Features, 1).Eax >> AvxVnniBit & 1) != 0);
    }
}
