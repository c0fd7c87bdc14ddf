using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace Microsoft.ML.Quantization.Training.Native;

/// <summary>A folder of the user's own for copies of native libraries, which nobody else may write to.</summary>
/// <param name="folder">The folder, made when it is needed.</param>
/// <param name="keep">Whether copies stay there for other processes.</param>
internal sealed class PrivateCopy(string folder, bool keep)
{
    private const string Product = "Microsoft.ML.Quantization";
    private const UnixFileMode OwnersFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The folders to try, in their order: the user's caches, then one for this process alone.</summary>
    public static IEnumerable<PrivateCopy> Places
    {
        get
        {
            string[] caches = [Environment.GetEnvironmentVariable("XDG_CACHE_HOME") ?? "", Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify)];
            return caches.Where(Path.IsPathFullyQualified).Select(cache => new PrivateCopy(Path.Combine(cache, Product), keep: true))
                .Append(new PrivateCopy(Path.Combine(Path.GetTempPath(), $"mlq-{Guid.NewGuid():N}"), keep: false));
        }
    }

    /// <summary>Loads a library from a copy.</summary>
    /// <returns>Its handle; <see langword="null"/> where the folder is not to be had, or the library does not load from it.</returns>
    [SupportedOSPlatform("linux")]
    public nint? Load(string name, byte[] content)
    {
        try
        {
            return NativeLibrary.TryLoad(Place(name, content), out nint library) ? library : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
        finally
        {
            if (!keep)
            {
                DeleteQuietly();
            }
        }
    }

    /// <summary>Sees to it that a copy is there, whole and unchanged, whatever other processes do at the same time.</summary>
    /// <returns>Its path, in which its name has a part of the hash of the content.</returns>
    [SupportedOSPlatform("linux")]
    public string Place(string name, byte[] content)
    {
        Directory.CreateDirectory(folder, OwnersFolder);

        // Fails where the folder is another user's.
        File.SetUnixFileMode(folder, OwnersFolder);
        string hash = Convert.ToHexString(SHA256.HashData(content))[..16];
        string path = Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(name)}-{hash}{Path.GetExtension(name)}");
        if (!Holds(path, content))
        {
            Write(path, content);
        }

        return path;
    }

    [SupportedOSPlatform("linux")]
    private static bool Holds(string path, byte[] content)
    {
        var file = new FileInfo(path);
        return file is { Exists: true, LinkTarget: null } && file.Length == content.Length
            && file.UnixFileMode == OwnersFile && File.ReadAllBytes(path).AsSpan().SequenceEqual(content);
    }

    // Whoever comes second replaces a file by an equal one; those who have loaded the first keep it.
    [SupportedOSPlatform("linux")]
    private static void Write(string path, byte[] content)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnersFile }))
            {
                stream.Write(content);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private void DeleteQuietly()
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
