using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Common;

[TestClass]
public sealed class RegularFileTests : IDisposable
{
    private const int Patience = 20_000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [Timeout(Patience)]
    public void Pipes_Sockets_Devices_And_Folders_AreRefusedByName()
    {
        SpecialFile.Require();
        using var socket = SpecialFile.Socket(_folder.File("socket"));
        Refused(SpecialFile.Pipe(_folder.File("pipe")), "is a pipe");
        Refused(_folder.File("socket"), "is a socket");
        Refused(Directory.CreateDirectory(_folder.File("folder")).FullName, "is a folder");
        Refused("/dev/zero", "is a device");
        Refused(File.CreateSymbolicLink(_folder.File("link"), "pipe").FullName, "is a pipe");
    }

    [TestMethod]
    [Timeout(Patience)]
    public void EveryReaderOfFiles_RefusesAPipe()
    {
        SpecialFile.Require();
        string pipe = SpecialFile.Pipe(_folder.File("pipe"));
        ErrorAssert.Throws<InvalidDataException>(() => OnnxModelReader.Load(pipe), pipe, "is a pipe");
        ErrorAssert.Throws<InvalidDataException>(() => CalibrationTable.Load(pipe), pipe, "is a pipe");
        ErrorAssert.Throws<InvalidDataException>(() => new MLContext().Quantization().Load(pipe, out _), pipe, "is a pipe");
        ErrorAssert.Throws<InvalidDataException>(() => new MLContext().Transforms.Quantize(pipe), pipe, "is a pipe");
    }

    [TestMethod]
    [Timeout(Patience)]
    [DataRow(0)]
    [DataRow(6)]
    public void ExternalDataInAPipe_IsRefused_EvenForATensorWithoutElements(int elements)
    {
        SpecialFile.Require();
        SpecialFile.Pipe(_folder.File("pipe"));
        ModelProto model = SmallModels.Sum().Build();
        model.Graph.Initializer.Add(TensorData.Create<float>("outside", new float[elements], [elements]));
        new ExternalDataReference("pipe", 0, elements * sizeof(float)).WriteTo(model.Graph.Initializer[^1]);
        string path = _folder.File("m.onnx");
        OnnxModelWriter.Save(new OnnxModel(model, path), path);
        ErrorAssert.Throws<InvalidDataException>(() => OnnxModelReader.Load(path), path, "'outside'", "is a pipe");
    }

    [TestMethod]
    [Timeout(Patience)]
    public void AFileThatSaysItIsEmpty_IsNotReadOn()
    {
        const string Endless = "/proc/version";
        if (!File.Exists(Endless))
        {
            Assert.Inconclusive($"Needs {Endless}.");
        }

        Assert.AreNotEqual("", File.ReadAllText(Endless));
        Assert.IsEmpty(RegularFile.ReadAllBytes(Endless, 10));
        ErrorAssert.Throws<InvalidDataException>(() => OnnxModelReader.Load(Endless), Endless, "empty");
        ErrorAssert.Throws<InvalidDataException>(() => CalibrationTable.Load(Endless), Endless);
    }

    [TestMethod]
    public void AFileThatGrows_EndsWhereItEnded()
    {
        string path = _folder.File("a");
        File.WriteAllText(path, "0123456789");
        using BoundedStream stream = RegularFile.OpenRead(path, 10);
        using (var writer = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            writer.Write("more"u8);
        }

        stream.Position = 7;
        Assert.AreEqual(3, stream.Read(new byte[10]));
        Assert.AreEqual(0, stream.Read(new byte[10], 0, 10));
        Assert.AreEqual(-1, stream.ReadByte());
        Assert.AreEqual(9, stream.Seek(-1, SeekOrigin.End));
        Assert.AreEqual('9', stream.ReadByte());
    }

    [TestMethod]
    public void AFileOverTheBound_IsRefused()
    {
        string path = _folder.File("a");
        using (FileStream sparse = File.Create(path))
        {
            sparse.SetLength(5_000_000_000);
        }

        ErrorAssert.Throws<InvalidDataException>(() => RegularFile.OpenRead(path, 10), path, "5,000,000,000");
        ErrorAssert.Throws<InvalidDataException>(() => OnnxModelReader.Load(path), path);
        ErrorAssert.Throws<InvalidDataException>(() => CalibrationTable.Load(path), path);
    }

    private static void Refused(string path, string part)
    {
        ErrorAssert.Throws<InvalidDataException>(() => RegularFile.OpenRead(path), path, part);
        ErrorAssert.Throws<InvalidDataException>(() => RegularFile.ReadAllBytes(path, 10), path, part);
    }
}
