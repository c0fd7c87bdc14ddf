namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>A file that is gone when its user is done with it.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private TemporaryFile(string path) => Path = path;

    public string Path { get; }

    /// <summary>Writes <paramref name="content"/> to a new file in the system's folder for such files.</summary>
    public static TemporaryFile Of(byte[] content)
    {
        var file = new TemporaryFile(System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"mlq-{Guid.NewGuid():N}.onnx"));
        try
        {
            File.WriteAllBytes(file.Path, content);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes <paramref name="content"/> beside <paramref name="target"/>, then moves it there: the target is whole or as it was.</summary>
    public static void Replace(string target, byte[] content)
    {
        string full = System.IO.Path.GetFullPath(target);
        string folder = System.IO.Path.GetDirectoryName(full) ?? throw new ArgumentException($"'{target}' is a folder. Give the path of a file.", nameof(target));
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"Folder '{folder}' does not exist. Create it before saving to '{target}'.");
        }

        using var file = new TemporaryFile(System.IO.Path.Combine(folder, $".{System.IO.Path.GetFileName(full)}.{Guid.NewGuid():N}.tmp"));
        File.WriteAllBytes(file.Path, content);
        File.Move(file.Path, full, overwrite: true);
    }

    public void Dispose() => File.Delete(Path);
}
