using System.Text.RegularExpressions;

namespace Microsoft.ML.Quantization.Documentation.Tests;

/// <summary>The code of the README compiles.</summary>
[TestClass]
public sealed partial class ReadmeTests
{
    [TestMethod]
    public void EveryPieceOfCode_Compiles()
    {
        string text = Resource.Read("README.md");
        Snippet[] snippets = [.. Code().Matches(text).Select(match => new Snippet($"README.md:{text[..match.Index].Count(letter => letter == '\n') + 2}", match.Groups[1].Value))];
        Assert.IsNotEmpty(snippets);
        string[] errors = [.. snippets.SelectMany(SnippetCompiler.Errors)];
        Assert.IsEmpty(errors, string.Join(Environment.NewLine, errors));
    }

    [GeneratedRegex("^```csharp\r?$(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Code();
}
