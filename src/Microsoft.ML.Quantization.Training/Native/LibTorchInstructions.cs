using System.Runtime.InteropServices;

namespace Microsoft.ML.Quantization.Training.Native;

/// <summary>
/// Keeps oneDNN, the library that computes TorchSharp's convolutions, from using AVX-512. With it and several threads, version 3.7 adds up
/// some gradients of weights (few input channels) and some products (kernels as large as their input) while they are still being computed:
/// they are wrong, and differ from run to run.
/// </summary>
internal static partial class LibTorchInstructions
{
    private const string Variable = "ONEDNN_MAX_CPU_ISA";
    private const string Widest = "AVX2";

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
