namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>A file that is gone when its user is done with it.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private TemporaryFile(string path) => Path = path;

    public string Path { get; }

    /// <summary>Writes a new file in the system's folder for such files.</summary>
    public static TemporaryFile Of(Action<Stream> write)
    {
        var file = new TemporaryFile(System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"mlq-{Guid.NewGuid():N}.onnx"));
        try
        {
            using var stream = File.Create(file.Path);
            write(stream);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose() => File.Delete(Path);
}
