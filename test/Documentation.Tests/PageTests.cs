using System.Text.RegularExpressions;
using Microsoft.ML.Quantization.Tests.Packaging;

namespace Microsoft.ML.Quantization.Documentation.Tests;

/// <summary>The code of the README and of the pages compiles, but for the pages on changing the library, whose code is pieces of it.</summary>
[TestClass]
public sealed partial class PageTests
{
    private static IEnumerable<string> Pages => Resource.Names(".md").Where(page => !page.StartsWith("docs/adding-", StringComparison.Ordinal));

    [TestMethod]
    public void EveryPieceOfCode_Compiles()
    {
        Snippet[] snippets = [.. Pages.SelectMany(Snippets)];
        Assert.IsGreaterThan(10, snippets.Length);
        string[] errors = [.. snippets.SelectMany(SnippetCompiler.Errors)];
        Assert.IsEmpty(errors, string.Join(Environment.NewLine, errors));
    }

    [TestMethod]
    public void EveryPage_IsInTheTableOfContents()
    {
        string contents = File.ReadAllText(Path.Combine(Repository.Folder, "docs", "toc.yml"));
        string[] missing = [.. Resource.Names(".md").Where(page => page.StartsWith("docs/", StringComparison.Ordinal)).Where(page => !contents.Contains($"href: {page["docs/".Length..]}", StringComparison.Ordinal))];
        Assert.IsEmpty(missing, string.Join(", ", missing));
    }

    [TestMethod]
    public void EveryLink_LeadsSomewhere()
    {
        string[] broken = [.. Resource.Names(".md").SelectMany(Links.Broken)];
        Assert.IsEmpty(broken, string.Join(Environment.NewLine, broken));
    }

    private static IEnumerable<Snippet> Snippets(string page)
    {
        string text = Resource.Read(page);
        return Code().Matches(text).Select(match => new Snippet($"{page}:{text[..match.Index].Count(letter => letter == '\n') + 2}", match.Groups[1].Value));
    }

    [GeneratedRegex("^```csharp\r?$(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Code();
}
