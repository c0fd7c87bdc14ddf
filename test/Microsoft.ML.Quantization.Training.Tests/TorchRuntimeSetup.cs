using System.Runtime.InteropServices;

namespace Microsoft.ML.Quantization.Training.Tests;

/// <summary>Loads TorchSharp once, before the first test. Where it has no native libraries, all tests of the project report themselves skipped.</summary>
[TestClass]
public static class TorchRuntimeSetup
{
    [AssemblyInitialize]
    public static void Load(TestContext context)
    {
        if (LibTorchSystems.Obstacle(System, RuntimeInformation.ProcessArchitecture) is { } obstacle)
        {
            Assert.Inconclusive(obstacle);
        }

        TorchSharpRuntime.EnsureLoaded();
    }

    private static OSPlatform System => OperatingSystem.IsWindows() ? OSPlatform.Windows : OperatingSystem.IsMacOS() ? OSPlatform.OSX : OSPlatform.Linux;
}
