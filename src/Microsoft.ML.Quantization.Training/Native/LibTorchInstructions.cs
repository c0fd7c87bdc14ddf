using System.Runtime.InteropServices;

namespace Microsoft.ML.Quantization.Training.Native;

/// <summary>
/// Keeps oneDNN, the library that computes TorchSharp's convolutions, from its kernels for AVX2 and AVX-512. On an AMD EPYC of family 26
/// those of version 3.7 give wrong values that differ from run to run, and now and then no numbers, for gradients of weights with few
/// input channels and for kernels as large as their input. Matrix products are another library's and keep their speed.
/// </summary>
internal static partial class LibTorchInstructions
{
    private const string Variable = "ONEDNN_MAX_CPU_ISA";
    private const string Widest = "SSE41";

    /// <summary>Takes effect only before the first convolution of the process. A limit that the user has set stays.</summary>
    public static void Limit()
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64 || Environment.GetEnvironmentVariable(Variable) != null)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Environment.SetEnvironmentVariable(Variable, Widest);
        }
        else
        {
            // Native libraries do not see what .NET sets.
            _ = SetVariable(Variable, Widest, overwrite: 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
