using System.Collections.Concurrent;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>
/// A folder of its own among the temporary files, which nobody but the user may look into, removed with everything in it on dispose; where
/// that is forgotten, with the object or at the end of the process; and where the process was killed, when the next one makes such a folder.
/// </summary>
internal sealed class TemporaryFolder : IDisposable
{
    private const string Start = "mlq-";

    private static readonly ConcurrentDictionary<string, FolderLock> Present = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, bool> Swept = new(StringComparer.Ordinal);

    static TemporaryFolder() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Array.ForEach([.. Present.Keys], DeleteQuietly);

    /// <exception cref="IOException">The place for temporary files is missing or full.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written to.</exception>
    public TemporaryFolder()
    {
        string place = TemporaryPlace.Current;
        string path = System.IO.Path.Combine(place, $"{Start}{Guid.NewGuid():N}");
        Present[path] = Make(place, path);
        Path = path;
        if (Swept.TryAdd(place, true))
        {
            FolderLock.Sweep(place, Start, Present[path]);
        }
    }

    ~TemporaryFolder() => DeleteQuietly(Path);

    /// <remarks>It is null in the finalizer of a folder that could not be made.</remarks>
    public string Path { get; }

    public bool IsGone => !Present.ContainsKey(Path);

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Makes an empty file that nobody but the user may read, whoever writes to it.</summary>
    public string NewFile(string name)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        FileModes.Prepare(options, FileModes.Private);
        using var file = new FileStream(File(name), options);
        return file.Name;
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Delete(Path);
    }

    private static FolderLock Make(string place, string path)
    {
        if (!Directory.Exists(place))
        {
            throw new DirectoryNotFoundException($"There is no folder '{place}' for temporary files. Create it, or name another one in MLContext.TempFilePath or in the environment variable {TemporaryPlace.Variable}.");
        }

        try
        {
            return FolderLock.Make(path);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UnauthorizedAccessException($"Cannot make a temporary folder in '{place}': access is denied. {TemporaryPlace.Remedy}", e);
        }
        catch (IOException e)
        {
            throw new IOException($"Cannot make a temporary folder in '{place}': {e.Message.TrimEnd('.')}. {TemporaryPlace.Remedy}", e);
        }
    }

    private static void Delete(string path)
    {
        if (Present.TryRemove(path, out FolderLock? held))
        {
            held.Delete();
        }
    }

    /// <summary>Nobody is left to hear of a failure, and a finalizer that throws ends the process.</summary>
    private static void DeleteQuietly(string? path)
    {
        try
        {
            if (path != null)
            {
                Delete(path);
            }
        }
        catch (Exception)
        {
        }
    }
}
