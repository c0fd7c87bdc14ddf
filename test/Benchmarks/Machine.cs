using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Microsoft.ML.OnnxRuntime;

namespace Benchmarks;

/// <summary>What the numbers were measured on.</summary>
internal static class Machine
{
    public static string Description =>
        $"{Processor}, {Environment.ProcessorCount} logical cores{Features}; {RuntimeInformation.OSDescription.Trim()}; "
        + $"{RuntimeInformation.FrameworkDescription}; ONNX Runtime {OrtEnv.Instance().GetVersionString()}";

    private static string Features => Avx512F.IsSupported ? " (AVX-512)" : Avx2.IsSupported ? " (AVX2)" : "";

    private static string Processor
    {
        get
        {
            const string Key = "model name";
            const string Path = "/proc/cpuinfo";
            string? line = File.Exists(Path) ? File.ReadLines(Path).FirstOrDefault(text => text.StartsWith(Key, StringComparison.Ordinal)) : null;
            return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
                ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
        }
    }
}
