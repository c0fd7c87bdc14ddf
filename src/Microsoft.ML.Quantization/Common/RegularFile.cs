using System.Globalization;

namespace Microsoft.ML.Quantization.Common;

/// <summary>
/// Opens files for reading, and regular ones only: opening a pipe waits for a writer, and a device may never end. Whatever a file of
/// others is read for, it is opened here.
/// </summary>
internal static class RegularFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>Opens a file, which ends for the reader where it ends now.</summary>
    /// <param name="path">The file, or a link to it.</param>
    /// <param name="most">The most bytes that it may have.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is a folder, a pipe, a socket or a device, or has more bytes.</exception>
    public static BoundedStream OpenRead(string path, long most = long.MaxValue)
    {
        // Before it is opened, because that alone may block, and after, because something else may have taken its place.
        Verify(path, TypeOf(path));
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize);
        try
        {
            Verify(path, file.CanSeek ? FileStatus.Read(file.SafeFileHandle)?.Type : FileType.Unknown);
            long length = file.Length;
            return length <= most ? new BoundedStream(file, length) : throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture, $"'{path}' has {length:N0} bytes, and at most {most:N0} are read of such a file. It is damaged, or not what it is taken for."));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file, or a link to it.</param>
    /// <param name="most">The most bytes that it may have.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is a folder, a pipe, a socket or a device, or has more bytes.</exception>
    public static byte[] ReadAllBytes(string path, long most)
    {
        using BoundedStream file = OpenRead(path, Math.Min(most, Array.MaxLength));
        byte[] content = GC.AllocateUninitializedArray<byte>((int)file.Length);
        int count = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return count == content.Length ? content : content[..count];
    }

    /// <summary>What a path leads to where that is there and not a regular file, as a noun with its article; else <see langword="null"/>.</summary>
    public static string? OtherKind(string path) => Noun(TypeOf(path));

    private static void Verify(string path, FileType? type)
    {
        if (Noun(type) is { } noun)
        {
            throw new InvalidDataException($"'{path}' is {noun}. Only regular files are read: copy what it gives into one.");
        }
    }

    private static string? Noun(FileType? type) => type switch
    {
        null or FileType.Regular => null,
        FileType.Folder => "a folder",
        FileType.Pipe => "a pipe",
        FileType.Socket => "a socket",
        FileType.Device => "a device",
        _ => "no regular file",
    };

    private static FileType? TypeOf(string path) =>
        Directory.Exists(path) ? FileType.Folder
        : OperatingSystem.IsWindows() && Path.GetFullPath(path).StartsWith(@"\\.\", StringComparison.Ordinal) ? FileType.Device
        : FileStatus.Read(path)?.Type;
}
