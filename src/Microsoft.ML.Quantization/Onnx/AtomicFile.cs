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
        using var file = PendingFile.Create(path);
        try
        {
            Leftovers.Sweep(file, PendingFile.Extension);
            write(file.Stream);
            file.MoveIntoPlace();
        }
        catch (Exception e)
        {
            ExceptionDispatchInfo.Throw(WriteErrors.Explain(e, file.TemporaryPath, path));
        }
    }
}
