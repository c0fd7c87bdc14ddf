namespace Microsoft.ML.Quantization.Common;

/// <summary>Where a file is written that is to be saved at a path.</summary>
internal static class WriteTarget
{
    /// <returns>The full path; of a link what it leads to, which may be missing yet.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="IOException">The path leads to something else than a regular file.</exception>
    public static string Resolve(string path)
    {
        string full = Path.GetFullPath(path);
        if (IsLink(full))
        {
            full = RealPath.Resolve(full);
        }

        string folder = Path.GetDirectoryName(full) ?? full;
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"Cannot write '{path}': there is no folder '{folder}'. Create it first.");
        }

        return RegularFile.OtherKind(full) is { } kind ? throw new IOException($"Cannot write '{path}': it is {kind}. Give the name of a file.") : full;
    }

    public static bool IsLink(string path) => new FileInfo(path).LinkTarget != null;
}
