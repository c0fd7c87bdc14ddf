using Microsoft.ML.Quantization.Tests.Targets.Runtimes;

namespace Microsoft.ML.Quantization.Tests.Targets.Emulation;

/// <summary>Processors that tests score on; where they cannot be emulated, tests that use them are skipped.</summary>
internal static class Emulated
{
    public static EmulatedProcessor Arm64(string name) => Needed.Runtime(() => new EmulatedProcessor(EmulatedArchitecture.Arm64, name));

    /// <summary>An x86 processor of AVX2 without VNNI.</summary>
    public static EmulatedProcessor Haswell() => Needed.Runtime(() => new EmulatedProcessor(EmulatedArchitecture.X64, "Haswell"));
}
