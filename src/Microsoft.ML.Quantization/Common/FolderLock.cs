namespace Microsoft.ML.Quantization.Common;

/// <summary>A folder with a locked file beside it, which tells others that somebody uses it.</summary>
internal sealed class FolderLock
{
    private const string Extension = ".lock";

    private readonly string _folder;
    private readonly FileStream _held;

    private FolderLock(string folder, FileStream held) => (_folder, _held) = (folder, held);

    /// <summary>Makes a folder that nobody but the user may look into.</summary>
    public static FolderLock Make(string folder)
    {
        string file = folder + Extension;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        FileModes.Prepare(options, FileModes.Private);
        var held = new FileStream(file, options);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, FileModes.PrivateFolder);
            }

            return new FolderLock(folder, held);
        }
        catch
        {
            held.Dispose();
            Leftovers.Delete(file);
            throw;
        }
    }

    /// <summary>Deletes the folders of processes that are no more.</summary>
    /// <param name="place">Where they are.</param>
    /// <param name="start">How their names start.</param>
    /// <param name="own">One of them that is in use.</param>
    public static void Sweep(string place, string start, FolderLock own) => Leftovers.Quietly(() =>
    {
        if (!Leftovers.LocksHold(own._held.Name))
        {
            return;
        }

        foreach (string file in Directory.EnumerateFiles(place, $"{start}*{Extension}").ToList())
        {
            string folder = file[..^Extension.Length];
            bool isDead = file != own._held.Name && IsOurs(folder, own, start) && Leftovers.WhereDead(file, own._held.Name, _ => Remove(folder));
            if (isDead && !Directory.Exists(folder))
            {
                Leftovers.Delete(file);
            }
        }
    });

    /// <summary>Deletes the folder and all that is in it.</summary>
    /// <exception cref="IOException">Something in it is in use.</exception>
    public void Delete()
    {
        try
        {
            Remove(_folder);
        }
        finally
        {
            _held.Dispose();
        }

        File.Delete(_held.Name);
    }

    private static bool IsOurs(string folder, FolderLock own, string start)
    {
        ReadOnlySpan<char> name = Path.GetFileName(folder.AsSpan());
        return HexDigits.Are(name[start.Length..], 32)
            && (!Directory.Exists(folder) || (FileStatus.Read(folder, followLink: false) == FileStatus.Read(own._folder, followLink: false) && !WriteTarget.IsLink(folder)));
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
        }
    }
}
