namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>Files that a command line names, by patterns too where the shell leaves these as they are.</summary>
internal static class ShardFiles
{
    /// <exception cref="CommandException">There is no such file.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> names)
    {
        List<string> files = [];
        foreach (string name in names)
        {
            string folder = Path.GetDirectoryName(name) is { Length: > 0 } given ? given : ".";
            bool isPattern = !File.Exists(name) && Path.GetFileName(name).AsSpan().IndexOfAny('*', '?') >= 0 && Directory.Exists(folder);
            string[] found = isPattern ? [.. Directory.GetFiles(folder, Path.GetFileName(name)).Order(StringComparer.Ordinal)] : File.Exists(name) ? [name] : [];
            files.AddRange(found.Length > 0 ? found : throw new CommandException($"There is no file '{name}'. Expected what calibrate --shard wrote, as shard-*.json."));
        }

        return files;
    }
}
