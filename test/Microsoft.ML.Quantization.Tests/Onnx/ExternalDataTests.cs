using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Onnx;

[TestClass]
public sealed class ExternalDataTests : IDisposable
{
    private const long Small = 100;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Save_OfAModelOverTheLimit_PutsWeightsInOneFileBesideIt()
    {
        using OnnxModel model = Big();
        string path = _folder.File("m.onnx");
        OnnxModelWriter.Save(model, path);

        CollectionAssert.AreEquivalent(new[] { "m.onnx", "m.onnx.data" }, Files());
        Assert.IsLessThan(2000, new FileInfo(path).Length);
        using var plain = new InferenceSession(path);
        using OnnxModel inline = OnnxModelReader.Load(path);
        Assert.IsNull(inline.DataFolder);
        ModelRunner.AssertSame(model, inline, tolerance: 0);
    }

    [TestMethod]
    public void Load_OfAModelOverTheLimit_LeavesWeightsOnDiskAndEverythingWorks()
    {
        using OnnxModel model = Big();
        OnnxModelWriter.Save(model, _folder.File("m.onnx"));
        using OnnxModel outside = OnnxModelReader.Load(_folder.File("m.onnx"), Small);

        Assert.IsNotNull(outside.DataFolder);
        Assert.AreEqual(model.WeightBytes, outside.WeightBytes);
        Assert.AreEqual(DataLocation.External, outside.Graph.Initializer[0].DataLocation);
        CollectionAssert.AreEqual(TensorData.Floats(model.Graph.Initializer[0]), TensorData.Floats(outside.Inline(outside.Graph.Initializer[0])));
        ModelRunner.AssertSame(model, outside, tolerance: 0);
        Assert.AreEqual(ModelHash.Of(model), ModelHash.Of(outside));

        OnnxModelWriter.Save(outside, _folder.File("copy.onnx"));
        using OnnxModel copy = OnnxModelReader.Load(_folder.File("copy.onnx"));
        ModelRunner.AssertSame(model, copy, tolerance: 0);
    }

    [TestMethod]
    public void Prepare_OfAModelOverTheLimit_KeepsWeightsOnDiskUntilDisposed()
    {
        using OnnxModel model = Big();
        OnnxModelWriter.Save(model, _folder.File("m.onnx"));
        using OnnxModel outside = OnnxModelReader.Load(_folder.File("m.onnx"), Small);

        OnnxModel prepared = ModelPreparer.Prepare(outside);
        string folder = prepared.DataFolder!.Folder;
        ModelRunner.AssertSame(model, prepared, tolerance: 1e-6);
        OnnxModelWriter.Save(prepared, _folder.File("prepared.onnx"));
        Assert.IsTrue(Directory.Exists(folder));

        prepared.Dispose();
        Assert.IsFalse(Directory.Exists(folder));
        using OnnxModel saved = OnnxModelReader.Load(_folder.File("prepared.onnx"));
        ModelRunner.AssertSame(model, saved, tolerance: 1e-6);
    }

    [TestMethod]
    public void Prepare_OfAnOldModelOverTheLimit_RaisesIt()
    {
        using OnnxModel current = Big();
        ModelProto old = current.Proto.Clone();
        Opset.SetVersion(old, 9);
        OnnxModelWriter.Save(new OnnxModel(old, "old") { InlineLimit = Small }, _folder.File("m.onnx"));
        using OnnxModel outside = OnnxModelReader.Load(_folder.File("m.onnx"), Small);

        using OnnxModel prepared = ModelPreparer.Prepare(outside);
        Assert.AreEqual(13, Opset.Version(prepared.Proto));
        ModelRunner.AssertSame(current, prepared, tolerance: 1e-6);
    }

    [TestMethod]
    public void OpenSession_OverTheLimit_LeavesNoFolderBehind()
    {
        using OnnxModel model = Big();
        using var options = new SessionOptions();
        InferenceSession session = model.OpenSession(options);
        Assert.IsInstanceOfType<TemporaryFolderSession>(session);
        string folder = ((TemporaryFolderSession)session).Folder;
        Assert.IsTrue(Directory.Exists(folder));

        session.Dispose();
        Assert.IsFalse(Directory.Exists(folder));
    }

    [TestMethod]
    public void Save_OverTheFileItsWeightsComeFrom_IsRefused()
    {
        OnnxModelWriter.Save(Big(), _folder.File("m.onnx"));
        using OnnxModel outside = OnnxModelReader.Load(_folder.File("m.onnx"), Small);

        var e = Assert.ThrowsExactly<IOException>(() => OnnxModelWriter.Save(outside, _folder.File("m.onnx")));
        StringAssert.Contains(e.Message, "m.onnx.data");
        CollectionAssert.AreEquivalent(new[] { "m.onnx", "m.onnx.data" }, Files());
    }

    [TestMethod]
    public void Save_Cancelled_LeavesTheOldFilesAlone()
    {
        OnnxModelWriter.Save(Big(), _folder.File("m.onnx"));
        byte[] old = File.ReadAllBytes(_folder.File("m.onnx.data"));

        Assert.ThrowsExactly<OperationCanceledException>(() => OnnxModelWriter.Save(Big(5), _folder.File("m.onnx"), new CancellationToken(canceled: true)));
        CollectionAssert.AreEquivalent(new[] { "m.onnx", "m.onnx.data" }, Files());
        CollectionAssert.AreEqual(old, File.ReadAllBytes(_folder.File("m.onnx.data")));
    }

    [TestMethod]
    public void Load_WithoutItsData_NamesTensorAndFile()
    {
        OnnxModelWriter.Save(Big(), _folder.File("m.onnx"));
        File.Delete(_folder.File("m.onnx.data"));

        foreach (long limit in new[] { Small, OnnxModel.DefaultInlineLimit })
        {
            var e = Assert.ThrowsExactly<FileNotFoundException>(() => OnnxModelReader.Load(_folder.File("m.onnx"), limit));
            Holds(e, "'w'", "m.onnx.data", _folder.File("m.onnx"));
        }
    }

    [TestMethod]
    public void Load_WithDataTooShort_NamesTensorAndFile()
    {
        OnnxModelWriter.Save(Big(), _folder.File("m.onnx"));
        using (FileStream data = File.OpenWrite(_folder.File("m.onnx.data")))
        {
            data.SetLength(3999);
        }

        foreach (long limit in new[] { Small, OnnxModel.DefaultInlineLimit })
        {
            Holds(Assert.ThrowsExactly<InvalidDataException>(() => OnnxModelReader.Load(_folder.File("m.onnx"), limit)), "'w'", "m.onnx.data", "3999");
        }
    }

    [TestMethod]
    [DataRow("../secret.bin")]
    [DataRow("sub/../../secret.bin")]
    [DataRow("..\\secret.bin")]
    [DataRow("/etc/passwd")]
    [DataRow("C:\\Windows\\win.ini")]
    [DataRow(".")]
    [DataRow("a\0b")]
    public void Load_WithDataOutsideTheFolder_IsRefused(string location)
    {
        File.WriteAllBytes(_folder.File("secret.bin"), new byte[8192]);
        string path = Referring(location);

        Holds(Assert.ThrowsExactly<InvalidDataException>(() => OnnxModelReader.Load(path)), "'w'", location, "outside");
    }

    [TestMethod]
    public void Load_WithALinkThatLeadsOut_IsRefused()
    {
        File.WriteAllBytes(_folder.File("secret.bin"), new byte[8192]);
        string path = Referring("link.bin");
        File.CreateSymbolicLink(Path.Combine(Path.GetDirectoryName(path)!, "link.bin"), "../secret.bin");
        Holds(Assert.ThrowsExactly<InvalidDataException>(() => OnnxModelReader.Load(path)), "link.bin", "outside");

        path = Referring("way/secret.bin");
        Directory.CreateSymbolicLink(Path.Combine(Path.GetDirectoryName(path)!, "way"), _folder.Path);
        Holds(Assert.ThrowsExactly<InvalidDataException>(() => OnnxModelReader.Load(path)), "way/secret.bin", "outside");
    }

    [TestMethod]
    public void Load_ThroughADownloadCacheOfLinks_Works()
    {
        string path = Referring("d.bin");
        string store = Directory.CreateDirectory(_folder.File("store")).FullName;
        File.Move(path, Path.Combine(store, "one"));
        File.WriteAllBytes(Path.Combine(store, "two"), new byte[8192]);
        File.CreateSymbolicLink(path, "../store/one");
        File.CreateSymbolicLink(Path.Combine(Path.GetDirectoryName(path)!, "d.bin"), "../store/two");

        using OnnxModel model = OnnxModelReader.Load(path);
        Assert.HasCount(4000, model.Graph.Initializer[0].RawData);
    }

    [TestMethod]
    [DataRow("offset", "-1")]
    [DataRow("offset", "99999999999999999999999")]
    [DataRow("offset", "9223372036854775807")]
    [DataRow("length", "many")]
    [DataRow("length", "12")]
    [DataRow("location", "")]
    public void Load_WithABadReference_IsRefused(string key, string value)
    {
        string path = Referring("d.bin", (key, value));
        File.WriteAllBytes(Path.Combine(Path.GetDirectoryName(path)!, "d.bin"), new byte[8192]);

        foreach (long limit in new[] { Small, OnnxModel.DefaultInlineLimit })
        {
            Holds(Assert.ThrowsExactly<InvalidDataException>(() => OnnxModelReader.Load(path, limit)), "'w'", path);
        }
    }

    private static OnnxModel Big(int seed = 1)
    {
        var random = new Random(seed);
        float[] weights = [.. Enumerable.Range(0, 1000).Select(_ => random.NextSingle())];
        ModelProto proto = new ModelBuilder(13).Input("x", 2, 100).Weights("w", weights, 100, 10).Weights("b", weights[..10], 10)
            .Node("Gemm", "x w b", "y").Output("y").Build();
        return new OnnxModel(proto, "big.onnx") { InlineLimit = Small };
    }

    private string Referring(string location, params (string Key, string Value)[] entries)
    {
        using OnnxModel model = Big();
        ModelProto proto = model.Proto.Clone();
        new ExternalDataReference(location, 0, 4000).WriteTo(proto.Graph.Initializer[0]);
        foreach ((string key, string value) in entries)
        {
            proto.Graph.Initializer[0].ExternalData.Single(entry => entry.Key == key).Value = value;
        }

        string path = Path.Combine(Directory.CreateDirectory(_folder.File("model")).FullName, "m.onnx");
        OnnxModelWriter.Save(new OnnxModel(proto, path), path);
        return path;
    }

    private string[] Files() => [.. Directory.EnumerateFileSystemEntries(_folder.Path).Select(path => Path.GetFileName(path)!)];

    private static void Holds(Exception e, params string[] parts) => Array.ForEach(parts, part => StringAssert.Contains(e.Message, part));
}
