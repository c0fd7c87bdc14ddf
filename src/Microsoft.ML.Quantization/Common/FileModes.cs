namespace Microsoft.ML.Quantization.Common;

/// <summary>Who may read and write a file, on systems that keep this in a mode.</summary>
internal static class FileModes
{
    /// <summary>For nobody but the user.</summary>
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>For nobody but the user, of a folder.</summary>
    public const UnixFileMode PrivateFolder = Private | UnixFileMode.UserExecute;

    private const UnixFileMode Permissions = (UnixFileMode)0x1FF;

    /// <summary>The mode of a file; <see langword="null"/> where there is none.</summary>
    public static UnixFileMode? Read(string path) => OperatingSystem.IsWindows() || !File.Exists(path) ? null : File.GetUnixFileMode(path) & Permissions;

    /// <summary>Has a new file made with no more than a mode allows.</summary>
    public static void Prepare(FileStreamOptions options, UnixFileMode? mode)
    {
        if (!OperatingSystem.IsWindows() && mode is { } known)
        {
            options.UnixCreateMode = known;
        }
    }

    /// <summary>Gives a file exactly this mode, which a new one may have only in part.</summary>
    public static void Set(FileStream file, UnixFileMode? mode)
    {
        if (OperatingSystem.IsWindows() || mode is not { } known)
        {
            return;
        }

        try
        {
            File.SetUnixFileMode(file.SafeFileHandle, known);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Some file systems have no modes.
        }
    }
}
