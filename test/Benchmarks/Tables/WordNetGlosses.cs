using System.Text;

namespace Benchmarks.Tables;

/// <summary>The glosses of WordNet, each with the file of its lexicographers, which is what the word is about: 45 classes.</summary>
internal static class WordNetGlosses
{
    public static IEnumerable<object?[]> Read(string folder) => new[] { "noun", "verb", "adj", "adv" }
        .SelectMany(part => File.ReadLines(Path.Combine(folder, $"data.{part}"), Encoding.Latin1))
        .Where(line => !line.StartsWith("  ", StringComparison.Ordinal))
        .Select(line => line.Split('|', 2))
        .Select(parts => new object?[] { $"lex{parts[0].Split(' ')[1]}", parts[1].Trim() });
}
