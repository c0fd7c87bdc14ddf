using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

/// <summary>The vectors that kernels use; the number is that of the 64-row words in one vector. All widths give the same bits.</summary>
internal enum KernelWidth
{
    Scalar = 1,
    Vector128 = 2,
    Vector256 = 4,
    Vector512 = 8,
}

internal static class KernelWidths
{
    /// <summary>The widest that this machine runs fast.</summary>
    public static KernelWidth Best { get; } =
        IsSupported(KernelWidth.Vector512) ? KernelWidth.Vector512
        : IsSupported(KernelWidth.Vector256) ? KernelWidth.Vector256
        : Vector128.IsHardwareAccelerated ? KernelWidth.Vector128
        : KernelWidth.Scalar;

    public static bool IsSupported(KernelWidth width) => width switch
    {
        KernelWidth.Vector512 => Vector512.IsHardwareAccelerated && Avx512BW.IsSupported && Avx512DQ.IsSupported,
        KernelWidth.Vector256 => Vector256.IsHardwareAccelerated && Avx2.IsSupported,
        _ => true,
    };
}
