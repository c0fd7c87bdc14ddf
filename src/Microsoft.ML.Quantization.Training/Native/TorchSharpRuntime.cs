using Microsoft.ML.Quantization.Training.Native;
using TorchSharp;

namespace Microsoft.ML.Quantization;

/// <summary>Makes the native libraries of TorchSharp load. Training does it by itself; call it first in programs that use TorchSharp before.</summary>
public static class TorchSharpRuntime
{
    private static readonly Lazy<bool> Loaded = new(Load);

    /// <summary>
    /// Loads TorchSharp's native libraries. On Linux systems whose libstdc++ is older than GCC 13 (Debian 12, Ubuntu 22.04) a copy of
    /// <c>libLibTorchSharp.so</c> that does without is kept in the user's cache (<c>XDG_CACHE_HOME</c>, or the folder for local application data)
    /// and loaded in its stead; the program's own file stays as it is.
    /// On virtual machines that hide the sizes of the processor's caches, the library behind TorchSharp's convolutions is made to go by its
    /// own, as it computes wrong gradients otherwise; where that cannot be done, convolutions are kept from AVX and later
    /// (<c>ONEDNN_MAX_CPU_ISA=SSE41</c>, unless that variable is set). This takes effect before the first convolution only.
    /// </summary>
    /// <exception cref="PlatformNotSupportedException">A native library is missing or does not load here; the message says what to install.</exception>
    /// <example>
    /// <code>
    /// TorchSharpRuntime.EnsureLoaded();
    /// </code>
    /// </example>
    public static void EnsureLoaded() => _ = Loaded.Value;

    private static bool Load()
    {
        LibTorchCompatibility.Ensure();
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
            LibTorchInstructions.MakeSafe();
            LibTorchLog.ErrorsOnly();
            return true;
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or NotSupportedException or BadImageFormatException)
        {
            throw new PlatformNotSupportedException(
                "TorchSharp's native libraries are not there or do not load. Add the package TorchSharp-cpu 0.107.0 (or TorchSharp-cuda-linux, TorchSharp-cuda-windows) to the program that trains. "
                + $"{LibTorchCompatibility.Problem}The reason given: {e.GetBaseException().Message}", e);
        }
    }
}
