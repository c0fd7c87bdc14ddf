using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Common;

/// <summary>An exception in a finalizer ends the process, whoever caught the one that left the object half made.</summary>
[TestClass]
public sealed class FinalizerTests
{
    [TestMethod]
    public void NoFinalizer_ThrowsForAnObjectThatWasNeverMade() => Assert.IsGreaterThan(1, Finalizers.Run(typeof(OnnxModel).Assembly));

    [TestMethod]
    public void AFolderThatCannotBeMade_IsAnErrorAndNothingElse()
    {
        string missing = Path.Combine(Path.GetTempPath(), $"none-{Guid.NewGuid():N}");
        using (TemporaryPlace.Use(missing))
        {
            ErrorAssert.Throws<DirectoryNotFoundException>(() => new TemporaryFolder().Dispose(), missing, "MLContext.TempFilePath");
        }

        string file = Path.GetTempFileName();
        try
        {
            using (TemporaryPlace.Use(file))
            {
                ErrorAssert.Throws<DirectoryNotFoundException>(() => new TemporaryFolder().Dispose(), file);
            }
        }
        finally
        {
            File.Delete(file);
        }

        // A finalizer that throws would end the process of the tests here.
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
