namespace Microsoft.ML.Quantization.Tests.Packaging;

/// <summary>Looks for names in the source files of the libraries, in lines that are no comment.</summary>
internal static class SourceNames
{
    /// <param name="hasName">Whether a line has a name.</param>
    /// <param name="places">The folders and files, from src on, where it may stand, each with the reason.</param>
    public static void AssertOnlyIn(IReadOnlyDictionary<string, string> places, Func<string, bool> hasName)
    {
        string source = Path.Combine(Repository.Folder, "src");
        var unused = places.Keys.ToHashSet(StringComparer.Ordinal);
        List<string> strays = [];
        foreach (string file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories))
        {
            string path = Path.GetRelativePath(source, file).Replace('\\', '/');
            string[] lines = path.Split('/') is [_, "obj" or "bin", ..] ? [] : File.ReadAllLines(file);
            foreach (int line in Enumerable.Range(0, lines.Length).Where(line => !lines[line].TrimStart().StartsWith("//", StringComparison.Ordinal) && hasName(lines[line])))
            {
                if (places.Keys.FirstOrDefault(each => path.StartsWith(each, StringComparison.Ordinal)) is { } place)
                {
                    unused.Remove(place);
                }
                else
                {
                    strays.Add($"{path}:{line + 1}: {lines[line].Trim()}");
                }
            }
        }

        Assert.AreEqual("", string.Join('\n', strays), "read it from the rule, or list the place with the reason");
        Assert.AreEqual("", string.Join('\n', unused), "these have no such name any more");
    }
}
