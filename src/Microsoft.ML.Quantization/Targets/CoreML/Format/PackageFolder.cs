using System.Globalization;
using System.Runtime.ExceptionServices;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Targets.CoreML.Format;

/// <summary>
/// Writes a package, which is a folder, beside its place and moves it there when it is complete. One that is there is moved aside before, and back where the move fails;
/// where the process ends between the two moves, it is put back by the next that writes to the place.
/// </summary>
internal static class PackageFolder
{
    private const string Start = ".mlq-package-";

    /// <param name="path">Where it is to be.</param>
    /// <param name="write">Writes its files into a folder.</param>
    /// <exception cref="DirectoryNotFoundException">The folder that <paramref name="path"/> is in does not exist.</exception>
    /// <exception cref="IOException">There is something else than a package, or it cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder that <paramref name="path"/> is in may not be written to.</exception>
    public static void Write(string path, Action<string> write)
    {
        string target = Resolve(path), parent = Path.GetDirectoryName(target)!;
        string place = Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $"{Start}{Guid.NewGuid():N}"));
        try
        {
            var held = FolderLock.Make(place);
            try
            {
                FolderLock.Sweep(parent, Start, held);
                string old = Path.Combine(parent, $"{Start}old-{Path.GetFileName(target)}");
                Settle(target, old);
                string made = Path.Combine(place, "made");
                Directory.CreateDirectory(made);
                write(made);
                Replace(target, made, old);
            }
            finally
            {
                held.Delete();
            }
        }
        catch (Exception e)
        {
            ExceptionDispatchInfo.Throw(WriteErrors.Explain(e, place, path));
        }
    }

    private static string Resolve(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (WriteTarget.IsLink(full))
        {
            full = RealPath.Resolve(full);
        }

        string? folder = Path.GetDirectoryName(full);
        if (folder == null || !Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"Cannot write '{path}': there is no folder '{folder ?? full}'. Create it first.");
        }

        bool isOther = File.Exists(full) || (Directory.Exists(full) && !File.Exists(Path.Combine(full, PackageManifest.FileName)) && Directory.EnumerateFileSystemEntries(full).Any());
        return isOther ? throw new IOException($"Cannot write '{path}': what is there is no Core ML package, which is a folder with a file {PackageManifest.FileName}. Give another name, or delete it first.") : full;
    }

    private static void Replace(string target, string made, string old)
    {
        if (!Directory.Exists(target))
        {
            Directory.Move(made, target);
            return;
        }

        Directory.Move(target, old);
        try
        {
            Directory.Move(made, target);
        }
        catch
        {
            Directory.Move(old, target);
            throw;
        }

        Directory.Delete(old, recursive: true);
    }

    /// <summary>Ends what a process began that was killed: the old package is put back where no new one came, and deleted where one did.</summary>
    private static void Settle(string target, string old)
    {
        if (!Directory.Exists(old))
        {
            return;
        }

        if (Directory.Exists(target))
        {
            Directory.Delete(old, recursive: true);
        }
        else
        {
            Directory.Move(old, target);
        }
    }
}
