using System.Text.RegularExpressions;

namespace Microsoft.ML.Quantization.Tests.Packaging;

/// <summary>The changes that pages of docs show are of this code: lines around them are in the files that they name.</summary>
[TestClass]
public sealed partial class HowToTests
{
    private static IEnumerable<string> Pages => Directory.EnumerateFiles(Path.Combine(Repository.Folder, "docs"), "adding-*.md").Select(page => Path.GetFileName(page)!);

    [TestMethod]
    [DynamicData(nameof(Pages))]
    public void Diffs_FitTheFilesThatTheyName(string page)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Folder, "docs", page)).ReplaceLineEndings("\n");
        var parts = Diff().Matches(text).SelectMany(diff => FilePart().Matches(diff.Groups[1].Value)).ToArray();
        Assert.IsNotEmpty(parts, "a page shows the change that it is about");
        foreach (var part in parts)
        {
            string file = Path.Combine(Repository.Folder, part.Groups["to"].Value);
            string[] kept = [.. part.Groups["lines"].Value.Split('\n').Where(line => line.StartsWith(' ')).Select(line => line[1..])];
            Assert.IsTrue(kept.Length == 0 || File.Exists(file), $"{page} changes {file}, which is not there");
            string[] known = kept.Length == 0 ? [] : File.ReadAllLines(file);
            Assert.AreEqual("", string.Join('\n', kept.Except(known)), $"{page} shows lines that are not in {file}");
        }
    }

    [TestMethod]
    public void Architecture_NamesWhatIsThere()
    {
        string sources = string.Concat(Directory.EnumerateFiles(Path.Combine(Repository.Folder, "src"), "*.cs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Folder, "test"), "*.cs", SearchOption.AllDirectories)).Select(File.ReadAllText));
        var declared = Word().Matches(sources).Select(word => word.Value).ToHashSet(StringComparer.Ordinal);
        string page = File.ReadAllText(Path.Combine(Repository.Folder, "docs", "architecture.md"));
        string[] named = [.. Name().Matches(page).Select(name => name.Groups[1].Value).Distinct()];
        Assert.IsNotEmpty(named);
        Assert.AreEqual("", string.Join(", ", named.Where(name => !declared.Contains(name))), "what the page names and nobody declares");
    }

    [GeneratedRegex(@"`([A-Z][A-Za-z0-9]+)`")]
    private static partial Regex Name();

    [GeneratedRegex("[A-Z][A-Za-z0-9]+")]
    private static partial Regex Word();

    [GeneratedRegex("^```diff\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Diff();

    /// <summary>What a diff says of one file: new ones come from nowhere and have no lines around the change.</summary>
    [GeneratedRegex(@"^--- .*\n\+\+\+ b/(?<to>.*)\n(?<lines>(?:[ +@\\-].*\n|\n)*?)(?=^diff |^--- |\z)", RegexOptions.Multiline)]
    private static partial Regex FilePart();
}
