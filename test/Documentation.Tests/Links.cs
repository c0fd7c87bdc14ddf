using System.Text.RegularExpressions;
using Microsoft.ML.Quantization.Tests.Packaging;

namespace Microsoft.ML.Quantization.Documentation.Tests;

/// <summary>Finds the links of a page that lead to no file or no heading.</summary>
internal static partial class Links
{
    public static IEnumerable<string> Broken(string page)
    {
        string text = Resource.Read(page);
        foreach (Match link in Link().Matches(Fence().Replace(text, "")))
        {
            string target = link.Groups[1].Value;
            if (target.Contains("://", StringComparison.Ordinal))
            {
                continue;
            }

            string[] parts = target.Split('#');
            string file = parts[0].Length == 0 ? Path.Combine(Repository.Folder, page) : Path.GetFullPath(Path.Combine(Repository.Folder, Path.GetDirectoryName(page)!, parts[0]));
            if (!File.Exists(file) && !Directory.Exists(file))
            {
                yield return $"{page}: '{target}' is no file.";
            }
            else if (parts.Length > 1 && !Headings(File.ReadAllText(file)).Contains(parts[1]))
            {
                yield return $"{page}: '{target}' is no heading.";
            }
        }
    }

    /// <summary>The names of the headings, as sites that show Markdown make them.</summary>
    private static HashSet<string> Headings(string text) =>
        [.. Heading().Matches(text).Select(heading => Other().Replace(heading.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("[^a-z0-9 _-]")]
    private static partial Regex Other();
}
