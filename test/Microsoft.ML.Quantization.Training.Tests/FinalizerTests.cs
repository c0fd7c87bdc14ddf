using Microsoft.ML.Quantization.Tests.Common;

namespace Microsoft.ML.Quantization.Training.Tests;

[TestClass]
public sealed class FinalizerTests
{
    [TestMethod]
    public void NoFinalizer_ThrowsForAnObjectThatWasNeverMade() => Assert.IsGreaterThan(0, Finalizers.Run(typeof(TorchSharpRuntime).Assembly));
}
