using System.IO.Compression;
using System.Text;
using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Onnx;

/// <summary>Files that are no ONNX models: one error that names the file and says what it is.</summary>
[TestClass]
public sealed class BadFileTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Load_OfAMissingFile_NamesIt()
    {
        string path = _folder.File("none.onnx");
        Assert.AreEqual(path, ErrorAssert.Throws<FileNotFoundException>(() => OnnxModelReader.Load(path), path).FileName);
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
        byte[] whole = SmallModels.Sum().Build().ToByteArray();
        Refused(whole[..(whole.Length / 2)], "truncated");
    }

    private void Refused(byte[] content, string part) => _folder.AssertRefused<InvalidDataException>(content, part);
}
