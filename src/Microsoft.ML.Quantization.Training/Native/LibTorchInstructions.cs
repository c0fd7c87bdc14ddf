using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Quantization.Training.Native;

/// <summary>
/// Sees to it that oneDNN, the library that computes TorchSharp's convolutions, is right on processors that do not tell the sizes of
/// their caches, as some virtual machines' do not: version 3.7 then gives wrong gradients that differ from run to run, and now and then
/// no numbers. Where <see cref="OneDnnCacheSizes"/> cannot mend that, it is kept from its kernels for AVX and later, which takes
/// four times as long; matrix products are another library's and keep their speed.
/// </summary>
internal static class LibTorchInstructions
{
    private const string Variable = "ONEDNN_MAX_CPU_ISA";
    private const string Widest = "SSE41";
    private const int HighestExtended = unchecked((int)0x80000000);
    private const int AmdCaches = unchecked((int)0x8000001D);

    /// <summary>To be called once TorchSharp is loaded; takes effect only before the first convolution of the process. A limit that the user has set stays.</summary>
    public static void MakeSafe()
    {
        if (X86Base.X64.IsSupported && !TellsCaches() && !OneDnnCacheSizes.Mend())
        {
            NativeEnvironment.Set(Variable, Widest);
        }
    }

    // Intel's leaf and AMD's: bits 0 to 4 are the kind of the first cache, 0 where there is none.
    private static bool TellsCaches() => (X86Base.CpuId(4, 0).Eax & 31) != 0 || (HasAmdLeaf && (X86Base.CpuId(AmdCaches, 0).Eax & 31) != 0);

    private static bool HasAmdLeaf => (uint)X86Base.CpuId(HighestExtended, 0).Eax >= unchecked((uint)AmdCaches);
}
