using System.Collections.Concurrent;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>
/// A folder of its own in the system's temporary place, removed with everything in it on dispose; where that is forgotten, with the
/// object or at the end of the process.
/// </summary>
internal sealed class TemporaryFolder : IDisposable
{
    private static readonly ConcurrentDictionary<string, bool> Present = new(StringComparer.Ordinal);

    static TemporaryFolder() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Array.ForEach([.. Present.Keys], DeleteQuietly);

    public TemporaryFolder() => Present[Path] = true;

    ~TemporaryFolder() => DeleteQuietly(Path);

    public string Path { get; } = Directory.CreateTempSubdirectory("mlq-").FullName;

    public bool IsGone => !Present.ContainsKey(Path);

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Delete(Path);
    }

    private static void Delete(string path)
    {
        try
        {
            Present.TryRemove(path, out _);
            Directory.Delete(path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
        }
    }

    /// <summary>On Windows a file that a session still maps cannot be deleted, and nobody is left to hear of it.</summary>
    private static void DeleteQuietly(string path)
    {
        try
        {
            Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
