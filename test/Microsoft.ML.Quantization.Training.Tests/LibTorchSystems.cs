using System.Runtime.InteropServices;

namespace Microsoft.ML.Quantization.Training.Tests;

/// <summary>Where TorchSharp 0.107 has native libraries for processors.</summary>
internal static class LibTorchSystems
{
    private static readonly (OSPlatform System, Architecture Architecture)[] Packages =
        [(OSPlatform.Linux, Architecture.X64), (OSPlatform.Windows, Architecture.X64), (OSPlatform.OSX, Architecture.Arm64)];

    /// <returns>Why nothing can be trained there; <see langword="null"/> where it can.</returns>
    public static string? Obstacle(OSPlatform system, Architecture architecture) => Packages.Contains((system, architecture))
        ? null
        : $"Training needs libtorch, which has packages for {string.Join(", ", Packages.Select(package => $"{package.System} {package.Architecture}"))}, and none for {system} {architecture}.";
}
