using System.Runtime.ExceptionServices;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>
/// Writes a file under a temporary name beside its target and moves it there when it is complete: whatever fails, the target
/// is either the old file or the whole new one, and nothing else is left behind.
/// </summary>
internal static class AtomicFile
{
    /// <exception cref="DirectoryNotFoundException">The folder of <paramref name="path"/> does not exist.</exception>
    /// <exception cref="IOException">The file cannot be written; the message names it and says why.</exception>
    /// <exception cref="UnauthorizedAccessException">Its folder may not be written to.</exception>
    public static void Write(string path, Action<FileStream> write)
    {
        string temporary = TemporaryName(path);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e)
        {
            DeleteQuietly(temporary);
            ExceptionDispatchInfo.Throw(WriteErrors.Explain(e, temporary, path));
        }
    }

    /// <summary>A name in the folder of <paramref name="path"/> that no other writer uses.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="IOException">The path is a folder.</exception>
    public static string TemporaryName(string path)
    {
        string full = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(full) ?? full;
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"Cannot write '{path}': there is no folder '{folder}'. Create it first.");
        }

        if (Directory.Exists(full))
        {
            throw new IOException($"Cannot write '{path}': it is a folder. Give the name of a file.");
        }

        return Path.Combine(folder, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}.tmp");
    }

    /// <summary>Deletes a file if it is there; a failure is left aside, because a more telling exception is on its way.</summary>
    public static void DeleteQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
