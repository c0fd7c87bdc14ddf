namespace Microsoft.ML.Quantization.Common;

/// <summary>Resolves the symbolic links in every part of a path.</summary>
internal static class RealPath
{
    private const int MaximumLinks = 40;

    /// <exception cref="IOException">The links form a loop.</exception>
    public static string Resolve(string path) => Resolve(Path.GetFullPath(path), 0);

    private static string Resolve(string full, int links)
    {
        if (links > MaximumLinks)
        {
            throw new IOException($"Too many symbolic links in '{full}'.");
        }

        string current = Path.GetPathRoot(full)!;
        foreach (string part in full[current.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            current = Path.Combine(current, part);
            if (new FileInfo(current).LinkTarget is { } target)
            {
                current = Resolve(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(current)!, target)), links + 1);
            }
        }

        return current;
    }
}
