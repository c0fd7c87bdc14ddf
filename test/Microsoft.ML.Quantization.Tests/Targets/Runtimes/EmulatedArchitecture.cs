namespace Microsoft.ML.Quantization.Tests.Targets.Runtimes;

/// <summary>An instruction set that QEMU emulates for single programs, and what programs for it are made with.</summary>
/// <param name="Runtime">ONNX Runtime's package's name for it.</param>
/// <param name="Compiler">The compiler.</param>
/// <param name="Emulator">The emulator.</param>
/// <param name="Libraries">The folder of its libraries where they are not those of this machine.</param>
internal sealed record EmulatedArchitecture(string Runtime, string Compiler, string Emulator, string? Libraries)
{
    /// <summary>What Debian calls <c>qemu-user-static</c> and <c>gcc-aarch64-linux-gnu</c>.</summary>
    public static EmulatedArchitecture Arm64 { get; } = new("linux-arm64", "aarch64-linux-gnu-gcc", "qemu-aarch64-static", "/usr/aarch64-linux-gnu/lib");

    /// <summary>Other x86 processors than this machine's: <c>qemu-user-static</c> and <c>gcc</c>.</summary>
    public static EmulatedArchitecture X64 { get; } = new("linux-x64", "gcc", "qemu-x86_64-static", null);
}
