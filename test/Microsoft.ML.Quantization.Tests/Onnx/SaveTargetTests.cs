using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Common;

namespace Microsoft.ML.Quantization.Tests.Onnx;

/// <summary>Places to save to that are not simply a name that is free.</summary>
[TestClass]
public sealed class SaveTargetTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void PipesAndDevices_AreNeverReplaced()
    {
        SpecialFile.Require();
        string pipe = SpecialFile.Pipe(_folder.File("pipe"));
        string link = File.CreateSymbolicLink(_folder.File("link"), "/dev/null").FullName;
        foreach (string path in new[] { pipe, link, "/dev/null" })
        {
            ErrorAssert.Throws<IOException>(() => AtomicFile.Write(path, stream => stream.Write("x"u8)), path, path == pipe ? "it is a pipe" : "it is a device");
            ErrorAssert.Throws<IOException>(() => OnnxModelWriter.Save(Small(), path), path);
        }

        CollectionAssert.AreEqual(new[] { "link", "pipe" }, _folder.Entries);
    }

    [TestMethod]
    public void ALink_IsFollowed()
    {
        string store = Directory.CreateDirectory(_folder.File("store")).FullName;
        File.WriteAllText(Path.Combine(store, "one"), "old");
        File.CreateSymbolicLink(_folder.File("m.onnx"), "store/one");
        File.CreateSymbolicLink(_folder.File("new.onnx"), "store/two");
        OnnxModelWriter.Save(Small(), _folder.File("m.onnx"));
        OnnxModelWriter.Save(Small(), _folder.File("new.onnx"));

        Assert.AreEqual("store/one", new FileInfo(_folder.File("m.onnx")).LinkTarget);
        CollectionAssert.AreEqual(File.ReadAllBytes(Path.Combine(store, "one")), File.ReadAllBytes(Path.Combine(store, "two")));
        OnnxModelReader.Load(_folder.File("m.onnx")).Dispose();
        CollectionAssert.AreEqual(new[] { "m.onnx", "new.onnx", "store" }, _folder.Entries);

        ErrorAssert.Throws<IOException>(() => OnnxModelWriter.Save(BigModel.Make(), _folder.File("m.onnx")), _folder.File("m.onnx"), "is a link", Path.Combine(store, "one"));
        Assert.HasCount(2, Directory.GetFiles(store));
    }

    [TestMethod]
    public void TheModeOfAFile_IsKept()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("Needs files with modes.");
            return;
        }

        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        foreach (OnnxModel model in new[] { Small(), BigModel.Make() })
        {
            string path = _folder.Write([1]);
            File.SetUnixFileMode(path, Mode);
            OnnxModelWriter.Save(model, path);
            Assert.AreEqual(Mode, File.GetUnixFileMode(path));
        }

        Assert.AreEqual(Mode, File.GetUnixFileMode(_folder.File("m.onnx.data")));

        File.SetUnixFileMode(_folder.File("m.onnx"), FileModes.Private);
        AtomicFile.Write(_folder.File("m.onnx"), stream => Assert.AreEqual(FileModes.Private, FileModes.Read(stream.Name)));
        Assert.AreEqual(FileModes.Private, File.GetUnixFileMode(_folder.File("m.onnx")));
    }

    [TestMethod]
    [DataRow('x', 1)]
    [DataRow('ü', 2)]
    public void NamesAsLongAsTheyGet_Work(char letter, int bytes)
    {
        string name = new string(letter, 250 / bytes) + ".onnx";
        for (int version = 1; version <= 3; version++)
        {
            OnnxModelWriter.Save(BigModel.Make(version), _folder.File(name));
            using OnnxModel loaded = OnnxModelReader.Load(_folder.File(name));
            using OnnxModel expected = BigModel.Make(version);
            CollectionAssert.AreEqual(TensorData.Floats(expected.Graph.Initializer[0]), TensorData.Floats(loaded.Graph.Initializer[0]));
            Assert.HasCount(2, _folder.Entries);
        }

        OnnxModelWriter.Save(Small(), _folder.File(name));
        CollectionAssert.AreEqual(new[] { name }, _folder.Entries);
        ErrorAssert.Throws<PathTooLongException>(() => OnnxModelWriter.Save(Small(), _folder.File(name + "x")));
        CollectionAssert.AreEqual(new[] { name }, _folder.Entries);
    }

    private static OnnxModel Small() => new(SmallModels.Sum().Build(), "small.onnx");
}
