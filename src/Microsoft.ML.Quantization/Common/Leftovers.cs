using System.Security;

namespace Microsoft.ML.Quantization.Common;

/// <summary>
/// Removes what processes left that were killed. Whoever writes holds a lock until it is done, which ends with its process, in whatever
/// container that is; what is not locked, has one of our names and is of the same user belongs to nobody any more.
/// </summary>
internal static class Leftovers
{
    /// <summary>Removes dead files beside one that is on its way.</summary>
    /// <param name="own">A file that is on its way; the others are beside it.</param>
    /// <param name="extension">How their names end.</param>
    /// <param name="isKept">Looks at each of them before it is deleted, and may keep it.</param>
    public static void Sweep(PendingFile own, string extension, Predicate<Stream>? isKept = null) => Quietly(() =>
    {
        if (!LocksHold(own.TemporaryPath))
        {
            return;
        }

        foreach (string file in PendingFile.In(Path.GetDirectoryName(own.TemporaryPath)!, extension).Where(file => file != own.TemporaryPath).ToList())
        {
            WhereDead(file, own.TemporaryPath, content =>
            {
                if (isKept == null || !isKept(content))
                {
                    File.Delete(file);
                }
            });
        }
    });

    /// <summary>Does something where nobody holds a lock on a file of ours.</summary>
    /// <param name="file">The file.</param>
    /// <param name="own">A file of ours of the same kind.</param>
    /// <param name="remove">What to do with it, while it is locked.</param>
    /// <returns>Whether it was dead.</returns>
    public static bool WhereDead(string file, string own, Action<Stream> remove)
    {
        // Of the same type and owner: anybody may give a name like ours to a link.
        if (FileStatus.Read(file, followLink: false) != FileStatus.Read(own, followLink: false) || WriteTarget.IsLink(file))
        {
            return false;
        }

        using FileStream? held = Lock(file);
        if (held == null)
        {
            return false;
        }

        remove(held);
        return true;
    }

    /// <summary>Whether locks mean anything where a file is that is locked; in some file systems they do not.</summary>
    public static bool LocksHold(string locked)
    {
        using FileStream? held = Lock(locked);
        return held == null;
    }

    /// <summary>Nothing that goes wrong while sweeping is worth failing for.</summary>
    public static void Quietly(Action sweep)
    {
        try
        {
            sweep();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException)
        {
        }
    }

    /// <summary>Deletes a file if it is there; a failure is left aside, because a more telling exception is on its way.</summary>
    public static void Delete(string path) => Quietly(() => File.Delete(path));

    private static FileStream? Lock(string file)
    {
        try
        {
            // Windows deletes an open file where its handle allows that, and still lets nobody else read or write it.
            return new FileStream(file, FileMode.Open, FileAccess.Read, OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
