using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Common;

/// <summary>What processes left that are no more goes; what others use, or only looks like ours, stays.</summary>
[TestClass]
public sealed class LeftoversTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void FoldersOfTheDead_GoWhenTheNextOneIsMade()
    {
        string dead = Dead("mlq-" + new string('a', 32));
        string alive = Dead("mlq-" + new string('b', 32));
        string without = Directory.CreateDirectory(_folder.File("mlq-" + new string('c', 32))).FullName;
        string other = Dead("mlq-somebody");
        string led = _folder.File("mlq-" + new string('d', 32));
        string target = Directory.CreateDirectory(_folder.File("target")).FullName;
        File.WriteAllText(Path.Combine(target, "precious"), "");
        Directory.CreateSymbolicLink(led, target);
        File.WriteAllText(led + ".lock", "");
        using var held = new FileStream(alive + ".lock", FileMode.Open, FileAccess.Write, FileShare.None);

        using (TemporaryPlace.Use(_folder.Path))
        using (var mine = new TemporaryFolder())
        {
            Assert.IsTrue(Directory.Exists(mine.Path));
            Assert.IsFalse(Directory.Exists(dead));
            Assert.IsFalse(File.Exists(dead + ".lock"));
            foreach (string kept in new[] { alive, without, other, target, led })
            {
                Assert.IsTrue(Directory.Exists(kept), kept);
            }

            Assert.IsTrue(File.Exists(Path.Combine(target, "precious")));
        }
    }

    [TestMethod]
    public void FilesOfTheDead_GoWithTheNextSave()
    {
        string dead = _folder.File($".mlq-{new string('a', 32)}.tmp");
        string alive = _folder.File($".mlq-{new string('b', 32)}.tmp");
        string link = _folder.File($".mlq-{new string('c', 32)}.tmp");
        string other = _folder.File(".mlq-other.tmp");
        Array.ForEach([dead, alive, other, _folder.File("target")], file => File.WriteAllText(file, "x"));
        File.CreateSymbolicLink(link, "target");
        using (new FileStream(alive, FileMode.Open, FileAccess.Write, FileShare.None))
        {
            AtomicFile.Write(_folder.File("a"), stream => stream.Write("a"u8));
        }

        CollectionAssert.AreEquivalent(
            new[] { alive, link, other, _folder.File("target"), _folder.File("a") }, Directory.GetFiles(_folder.Path));
    }

    [TestMethod]
    public void TemporaryFolders_AreForTheUserAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("Needs files with modes.");
            return;
        }

        Assert.AreEqual(FileModes.PrivateFolder, File.GetUnixFileMode(_folder.Path));
        Assert.AreEqual(FileModes.Private, File.GetUnixFileMode(_folder.NewFile("m.onnx")));
        OnnxModelWriter.Save(Onnx.BigModel.Make(), _folder.File("m.onnx"));
        Assert.AreEqual(FileModes.Private, File.GetUnixFileMode(_folder.File("m.onnx")));
        Assert.AreEqual(FileModes.Private, File.GetUnixFileMode(_folder.File("m.onnx.data")));
    }

    private string Dead(string name)
    {
        string folder = Directory.CreateDirectory(_folder.File(name)).FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, FileModes.PrivateFolder);
        }

        File.WriteAllText(Path.Combine(folder, "model.onnx"), "weights");
        File.WriteAllText(folder + ".lock", "");
        return folder;
    }
}
