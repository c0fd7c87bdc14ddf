namespace Microsoft.ML.Quantization.Tests.Layering;

/// <summary>References between folders that lead back to where they come from. A folder inside another is a part of it, but a folder of its own to all others.</summary>
internal static class FolderCycles
{
    public static IEnumerable<string> Find(IEnumerable<SourceReference> references)
    {
        var between = references
            .Where(reference => reference.To != null)
            .GroupBy(reference => (From: Folder(reference.File), To: Folder(reference.To!)))
            .Where(group => !IsWithin(group.Key.From, group.Key.To) && !IsWithin(group.Key.To, group.Key.From))
            .ToArray();
        var targets = between.ToLookup(group => group.Key.From, group => group.Key.To, StringComparer.Ordinal);
        return between
            .Where(group => Reaches(targets, group.Key.To, group.Key.From))
            .Select(group => $"{group.Key.From} -> {group.Key.To}: {string.Join("; ", group.Select(reference => reference.ToString()).Distinct().Take(3))}")
            .Order(StringComparer.Ordinal);
    }

    private static bool Reaches(ILookup<string, string> targets, string from, string to)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { from };
        var next = new Queue<string>(seen);
        while (next.TryDequeue(out string? folder))
        {
            if (folder == to)
            {
                return true;
            }

            foreach (string target in targets[folder].Where(seen.Add))
            {
                next.Enqueue(target);
            }
        }

        return false;
    }

    private static bool IsWithin(string folder, string other) => folder == other || folder.StartsWith($"{other}/", StringComparison.Ordinal);

    private static string Folder(string file) => file.Contains('/', StringComparison.Ordinal) ? file[..file.LastIndexOf('/')] : "";
}
