using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Onnx;

[TestClass]
public sealed class ExternalDataRefusalTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Load_WithoutItsData_NamesTensorAndFile()
    {
        OnnxModelWriter.Save(BigModel.Make(), _folder.File("m.onnx"));
        File.Delete(_folder.File("m.onnx.data"));

        foreach (long limit in new[] { BigModel.Limit, OnnxModel.DefaultInlineLimit })
        {
            ErrorAssert.Throws<FileNotFoundException>(() => OnnxModelReader.Load(_folder.File("m.onnx"), limit), "'w'", "m.onnx.data", _folder.File("m.onnx"));
        }
    }

    [TestMethod]
    public void Load_WithDataTooShort_NamesTensorAndFile()
    {
        OnnxModelWriter.Save(BigModel.Make(), _folder.File("m.onnx"));
        using (FileStream data = File.OpenWrite(_folder.File("m.onnx.data")))
        {
            data.SetLength(3999);
        }

        foreach (long limit in new[] { BigModel.Limit, OnnxModel.DefaultInlineLimit })
        {
            ErrorAssert.Throws<InvalidDataException>(() => OnnxModelReader.Load(_folder.File("m.onnx"), limit), "'w'", "m.onnx.data", "3999");
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

        ErrorAssert.Throws<InvalidDataException>(() => OnnxModelReader.Load(path), "'w'", location, "outside");
    }

    [TestMethod]
    public void Load_WithALinkThatLeadsOut_IsRefused()
    {
        File.WriteAllBytes(_folder.File("secret.bin"), new byte[8192]);
        string path = Referring("link.bin");
        File.CreateSymbolicLink(Path.Combine(Path.GetDirectoryName(path)!, "link.bin"), "../secret.bin");
        ErrorAssert.Throws<InvalidDataException>(() => OnnxModelReader.Load(path), "link.bin", "outside");

        path = Referring("way/secret.bin");
        Directory.CreateSymbolicLink(Path.Combine(Path.GetDirectoryName(path)!, "way"), _folder.Path);
        ErrorAssert.Throws<InvalidDataException>(() => OnnxModelReader.Load(path), "way/secret.bin", "outside");
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

        foreach (long limit in new[] { BigModel.Limit, OnnxModel.DefaultInlineLimit })
        {
            ErrorAssert.Throws<InvalidDataException>(() => OnnxModelReader.Load(path, limit), "'w'", path);
        }
    }

    private string Referring(string location, params (string Key, string Value)[] entries)
    {
        using OnnxModel model = BigModel.Make();
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
}
