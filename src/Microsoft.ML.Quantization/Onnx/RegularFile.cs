using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Opens files that others may have put there: a pipe that nobody writes to would keep the reader for ever.</summary>
internal static partial class RegularFile
{
    private const int NotThere = 2;
    private const int Denied = 13;

    private static int Flags => OperatingSystem.IsLinux() ? NonBlocking | 0x80000 : 0x4 | 0x1000000;

    private static int NonBlocking => 0x800;

    /// <summary>Opens a file for reading without waiting for anyone.</summary>
    /// <returns><see langword="null"/> for a pipe, a terminal and the like. A device may be opened as an empty file: read no more than its length.</returns>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static FileStream? Open(string path)
    {
        var stream = OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()
            ? new FileStream(Handle(path), FileAccess.Read)
            : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (stream.CanSeek)
        {
            return stream;
        }

        stream.Dispose();
        return null;
    }

    private static SafeFileHandle Handle(string path)
    {
        int descriptor = OpenDescriptor(Path.GetFullPath(path), Flags);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failed(path, Marshal.GetLastPInvokeError());
    }

    private static Exception Failed(string path, int error) => error switch
    {
        NotThere => new FileNotFoundException($"There is no file '{path}'.", path),
        Denied => new UnauthorizedAccessException($"File '{path}' may not be read."),
        _ => new IOException($"File '{path}' cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}."),
    };

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenDescriptor(string path, int flags);
}
