using Microsoft.Win32.SafeHandles;

namespace Microsoft.ML.Quantization.Common;

/// <summary>
/// The type and the owner of a file, of which .NET tells neither on Unix: its attributes are the same for a pipe or a device as for
/// a regular file.
/// </summary>
internal readonly record struct FileStatus(FileType Type, uint Owner)
{
    /// <param name="path">The path.</param>
    /// <param name="followLink">Whether a symbolic link stands for what it leads to.</param>
    /// <returns><see langword="null"/> where there is nothing, and on systems that are not asked: Windows, and Linux before 4.11.</returns>
    public static FileStatus? Read(string path, bool followLink = true)
    {
        try
        {
            return OperatingSystem.IsLinux() ? LinuxFileStatus.Read(path, followLink) : OperatingSystem.IsMacOS() ? MacFileStatus.Read(path, followLink) : null;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    /// <returns><see langword="null"/> on systems that are not asked.</returns>
    public static FileStatus? Read(SafeFileHandle file)
    {
        try
        {
            return OperatingSystem.IsLinux() ? LinuxFileStatus.Read(file) : null;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    /// <summary>From the mode and the owner as Unix has them.</summary>
    internal static FileStatus Read(int mode, uint owner) => new(
        (mode & 0xF000) switch
        {
            0x8000 => FileType.Regular,
            0x4000 => FileType.Folder,
            0xA000 => FileType.Link,
            0x1000 => FileType.Pipe,
            0xC000 => FileType.Socket,
            0x2000 or 0x6000 => FileType.Device,
            _ => FileType.Unknown,
        },
        owner);
}
