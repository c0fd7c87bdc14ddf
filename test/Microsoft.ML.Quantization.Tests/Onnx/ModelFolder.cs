using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Onnx;

/// <summary>A folder for the model files of one test, gone with them on dispose.</summary>
internal sealed class ModelFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.Path;

    /// <summary>The names of everything in the folder.</summary>
    public string[] Entries => [.. Directory.EnumerateFileSystemEntries(Path).Select(path => System.IO.Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public string File(string name) => _folder.File(name);

    public string Write(ModelProto model) => Write(model.ToByteArray());

    public string Write(byte[] content)
    {
        string path = File("m.onnx");
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Loading the model fails with an error that names its file.</summary>
    public void AssertRefused<T>(ModelProto model, params ReadOnlySpan<string> parts)
        where T : Exception => AssertRefused<T>(model.ToByteArray(), parts);

    /// <summary>Loading the file fails with an error that names it.</summary>
    public void AssertRefused<T>(byte[] content, params ReadOnlySpan<string> parts)
        where T : Exception
    {
        string path = Write(content);
        ErrorAssert.Throws<T>(() => OnnxModelReader.Load(path), [path, .. parts]);
    }

    public void Dispose() => _folder.Dispose();
}
