using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Onnx;

[TestClass]
public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Write_OverAnExistingFile_ReplacesItAtTheEnd()
    {
        string path = _folder.File("a.bin");
        File.WriteAllText(path, "old");

        AtomicFile.Write(path, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.AreEqual("old", File.ReadAllText(path));
        });

        Assert.AreEqual("new", File.ReadAllText(path));
        Assert.HasCount(1, Directory.GetFiles(_folder.Path));
    }

    [TestMethod]
    public void Write_ThatFails_LeavesTheOldFileAndNothingElse()
    {
        string path = _folder.File("a.bin");
        File.WriteAllText(path, "old");

        Assert.ThrowsExactly<IOException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[100_000]);
            throw new IOException("No space left on device");
        }));

        Assert.AreEqual("old", File.ReadAllText(path));
        Assert.HasCount(1, Directory.GetFiles(_folder.Path));
    }

    [TestMethod]
    public void Write_IntoAMissingFolder_NamesIt() =>
        ErrorAssert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(_folder.File("none/a.bin"), _ => { }), _folder.File("none"));

    [TestMethod]
    public void Write_OverAFolder_IsRefused()
    {
        string path = Directory.CreateDirectory(_folder.File("folder")).FullName;
        ErrorAssert.Throws<IOException>(() => AtomicFile.Write(path, _ => { }), path);
        Assert.IsEmpty(Directory.GetFiles(_folder.Path));
    }

    [TestMethod]
    public void Write_OnAFullDisk_LeavesNothing()
    {
        // A file-size limit of the process would hit the other tests; a device that is always full is the next best thing.
        if (!File.Exists("/dev/full"))
        {
            Assert.Inconclusive("Needs /dev/full.");
        }

        string path = _folder.File("a.bin");
        Assert.ThrowsExactly<IOException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[1000]);
            using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0);
            full.Write(new byte[1000]);
        }));
        Assert.IsEmpty(Directory.GetFiles(_folder.Path));
    }
}
