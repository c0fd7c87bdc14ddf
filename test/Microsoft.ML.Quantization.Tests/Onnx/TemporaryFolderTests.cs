using System.Runtime.CompilerServices;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Onnx;

[TestClass]
public sealed class TemporaryFolderTests
{
    [TestMethod]
    public void Folder_ThatNobodyDisposesOf_GoesWithItsObject()
    {
        string path = Forgotten();
        for (int i = 0; i < 100 && Directory.Exists(path); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.IsFalse(Directory.Exists(path));
    }

    [TestMethod]
    public void IsGone_TellsOfDispose()
    {
        var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("x"), "x");
        Assert.IsFalse(folder.IsGone);
        folder.Dispose();
        folder.Dispose();
        Assert.IsTrue(folder.IsGone);
        Assert.IsFalse(Directory.Exists(folder.Path));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Forgotten()
    {
        var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("x"), "x");
        return folder.Path;
    }
}
