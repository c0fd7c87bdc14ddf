namespace Microsoft.ML.Quantization.Training.Tests;

/// <summary>Loads TorchSharp once, before the first test.</summary>
[TestClass]
public static class TorchRuntimeSetup
{
    [AssemblyInitialize]
    public static void Load(TestContext context) => TorchSharpRuntime.EnsureLoaded();
}
