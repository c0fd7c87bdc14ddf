using System.IO.Compression;
using System.Text;
using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Onnx;

[TestClass]
public sealed class BadModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Load_OfAMissingFile_NamesIt()
    {
        string path = _folder.File("none.onnx");
        var e = Assert.ThrowsExactly<FileNotFoundException>(() => OnnxModelReader.Load(path));
        StringAssert.Contains(e.Message, path);
        Assert.AreEqual(path, e.FileName);
    }

    [TestMethod]
    [DataRow("", "empty")]
    [DataRow("Once upon a time there was a model of sixty-four bytes or more.", "text")]
    [DataRow("hello", "text")]
    [DataRow("version https://git-lfs.github.com/spec/v1\noid sha256:0123", "git lfs pull")]
    [DataRow("GGUF\u0003\0\0\0", "GGUF")]
    [DataRow("\u0018\0\0\0TFL3\0\0\0\0", "TensorFlow Lite")]
    [DataRow("\u0018\0\0\0ORTM\0\0\0\0", ".ort")]
    public void Load_OfAnotherKindOfFile_SaysWhatItIs(string content, string kind) => Refused(Encoding.UTF8.GetBytes(content), kind);

    [TestMethod]
    public void Load_OfImagesAndArchives_SaysWhatTheyAre()
    {
        Refused([0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF\0"u8], "JPEG");
        Refused([0x89, .. "PNG\r\n\u001a\n"u8], "PNG");
        Refused([0x89, .. "HDF\r\n\u001a\n"u8], "HDF5");
        Refused([0x1F, 0x8B, 8, 0, 0], "gzip");
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.CreateEntry("Version.txt");
        }

        Refused(memory.ToArray(), "zip");
        Refused([0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3], "not an ONNX model");
        Refused([0x08, 0x07], "no graph");
    }

    [TestMethod]
    public void Load_OfATruncatedModel_SaysSo()
    {
        byte[] whole = Sound().Build().ToByteArray();
        Refused(whole[..(whole.Length / 2)], "truncated");
    }

    [TestMethod]
    public void Load_OfWeightsThatDoNotFillTheirShape_NamesTheTensor()
    {
        ModelProto raw = Sound().Build();
        raw.Graph.Initializer[0].Dims[0] = 4;
        Refused(raw, "'w'", "16 bytes", "holds 12");

        ModelProto typed = Sound().Build();
        typed.Graph.Initializer[0].ClearRawData();
        typed.Graph.Initializer[0].FloatData.Add(1);
        Refused(typed, "'w'", "3 values", "holds 1");

        foreach (long dim in new[] { -1, long.MaxValue })
        {
            ModelProto impossible = Sound().Build();
            impossible.Graph.Initializer[0].Dims.Add(dim);
            Refused(impossible, "'w'", "dimensions");
        }

        ModelProto untyped = Sound().Build();
        untyped.Graph.Initializer[0].ClearDataType();
        Refused(untyped, "'w'", "element type");
    }

    [TestMethod]
    public void Load_OfACycle_NamesNodes()
    {
        ModelProto model = new ModelBuilder(13).Input("x", 3).Node("Add", "x b", "a").Node("Relu", "a", "b").Output("a").Build();
        model.Graph.Node[0].Name = "first";
        Refused(model, "cycle", "'first'", "Relu");
    }

    [TestMethod]
    public void Load_OfNodesOutOfOrder_PutsThemInOrder()
    {
        ModelProto model = new ModelBuilder(13).Input("x", 3).Node("Relu", "b", "c").Node("Neg", "a", "b").Node("Abs", "x", "a").Node("Exp", "x", "d")
            .Output("c").Output("d").Build();
        using OnnxModel loaded = OnnxModelReader.Load(Write(model.ToByteArray()));

        CollectionAssert.AreEqual(new[] { "Abs", "Neg", "Relu", "Exp" }, loaded.Graph.Node.Select(node => node.OpType).ToArray());
        Assert.HasCount(2, ModelRunner.Run(loaded));
    }

    [TestMethod]
    public void Load_OfASubgraphThatReadsALaterNode_PutsThatNodeFirst()
    {
        GraphProto branch = new ModelBuilder(13).Node("Neg", "late", "t").Output("t").Build().Graph;
        ModelProto model = new ModelBuilder(13).Input("x", 3).Input("c", DataType.Bool)
            .Node("If", "c", "y", ("then_branch", branch), ("else_branch", branch.Clone())).Node("Relu", "x", "late").Output("y").Build();
        using OnnxModel loaded = OnnxModelReader.Load(Write(model.ToByteArray()));
        Assert.AreEqual("Relu", loaded.Graph.Node[0].OpType);
        Assert.HasCount(1, ModelRunner.Run(loaded));
    }

    [TestMethod]
    public void Load_OfDanglingOrRepeatedNames_NamesThem()
    {
        Refused(new ModelBuilder(13).Input("x", 3).Node("Add", "x lost", "y").Output("y").Build(), "'lost'", "Add");
        Refused(new ModelBuilder(13).Input("x", 3).Node("Relu", "x", "y").Output("z").Build(), "'z'", "no node");
        Refused(new ModelBuilder(13).Input("x", 3).Node("Relu", "x", "y").Node("Abs", "x", "y").Output("y").Build(), "'y'", "more than once");
        Refused(new ModelBuilder(13).Input("", 3).Node("Relu", "", "y").Output("y").Build(), "no name");
    }

    private static ModelBuilder Sound(long opset = 13, long irVersion = 8) =>
        new ModelBuilder(opset, irVersion).Input("x", 3).Weights("w", [1f, 2f, 3f], 3).Node("Add", "x w", "y").Output("y");

    private void Refused(ModelProto model, params string[] parts) => Refused(model.ToByteArray(), parts);

    private void Refused(byte[] content, params string[] parts)
    {
        string path = Write(content);
        Holds(Assert.ThrowsExactly<InvalidDataException>(() => OnnxModelReader.Load(path)), [path, .. parts]);
    }

    private string Write(byte[] content)
    {
        string path = _folder.File("m.onnx");
        File.WriteAllBytes(path, content);
        return path;
    }

    private static void Holds(Exception e, params string[] parts) => Array.ForEach(parts, part => StringAssert.Contains(e.Message, part));
}
