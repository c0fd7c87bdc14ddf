using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests;
using Microsoft.ML.Quantization.Training.Native;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Tests.Native;

/// <summary>Where the system's C++ library is too old for TorchSharp, a copy of its native library is loaded from the user's cache.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
[SupportedOSPlatform("linux")]
public sealed class LibTorchCopyTests
{
    private const string Library = "libLibTorchSharp";
    private const string Expected = "MLQ_EXPECTED_FOLDER";

    public required TestContext TestContext { get; set; }

    private string InAChild => $"FullyQualifiedName={TestContext.FullyQualifiedTestClassName}.{nameof(InAChild_TheCopyIsLoaded)}";

    [TestMethod]
    public void SeveralProcessesAtOnce_LoadACopyFromTheCache()
    {
        RequireAnOldSystem();
        using var cache = new TemporaryFolder();
        Parallel.For(0, 2, new ParallelOptions { MaxDegreeOfParallelism = 2 }, _ => Run(cache.Path, cache.Path));
        string folder = Path.Combine(cache.Path, "Microsoft.ML.Quantization");
        Assert.HasCount(1, Directory.GetFileSystemEntries(folder), "One copy, nothing half written.");
        Assert.IsTrue(ElfVersionNeeds.MakeWeak(ProgramsFile(), "GLIBCXX_3.4.32"), "The program's own file is as it was.");
    }

    [TestMethod]
    public void WithoutACache_TheCopyIsThisProcessesOwn()
    {
        RequireAnOldSystem();
        Run("/dev/null", "/tmp");
    }

    [TestMethod]
    public void InAChild_TheCopyIsLoaded()
    {
        if (Environment.GetEnvironmentVariable(Expected) is not { } folder)
        {
            return;
        }

        // A deleted file's name has a remark behind it.
        string loaded = File.ReadLines("/proc/self/maps").First(line => line.Contains(Library, StringComparison.Ordinal));
        string programs = ProgramLibraries.Find($"{Library}.so")!;
        Assert.IsFalse(loaded.Contains(programs, StringComparison.Ordinal), loaded);
        Assert.IsTrue(folder == "/tmp" ? loaded.Contains("(deleted)", StringComparison.Ordinal) : loaded.Contains(folder, StringComparison.Ordinal), loaded);
        Assert.AreEqual(3, ones(3).sum().item<float>());
    }

    private void Run(string cache, string expected) => StringAssert.Matches(
        OwnProcess.Run(InAChild, ("XDG_CACHE_HOME", cache), ("XDG_DATA_HOME", cache), (Expected, expected)), new("succeeded: [1-9]"));

    private static byte[] ProgramsFile() => File.ReadAllBytes(ProgramLibraries.Find($"{Library}.so")!);

    private static void RequireAnOldSystem()
    {
        if (NativeLibrary.TryLoad("libstdc++.so.6", out nint handle) && NativeLibrary.TryGetExport(handle, "_ZSt21ios_base_library_initv", out _))
        {
            Assert.Inconclusive("This system's C++ library is new enough for TorchSharp.");
        }
    }
}
