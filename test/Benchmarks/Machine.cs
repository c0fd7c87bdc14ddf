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

    private static string Features =>
        $" ({(Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : "no AVX2")}, {(HasVnni ? "VNNI" : "no VNNI")})";

    private static bool HasVnni => AvxVnni.IsSupported || CpuInfo("flags")?.Contains("vnni", StringComparison.Ordinal) == true;

    private static string Processor =>
        CpuInfo("model name") ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string? CpuInfo(string key)
    {
        const string Path = "/proc/cpuinfo";
        string? line = File.Exists(Path) ? File.ReadLines(Path).FirstOrDefault(text => text.StartsWith(key, StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
