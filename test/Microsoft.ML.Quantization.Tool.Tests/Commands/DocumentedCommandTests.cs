using System.Text.RegularExpressions;
using Microsoft.ML.Quantization.Tests.Packaging;
using Microsoft.ML.Quantization.Tool.Commands;

namespace Microsoft.ML.Quantization.Tool.Tests.Commands;

[TestClass]
public sealed partial class DocumentedCommandTests
{
    [TestMethod]
    public void EveryCommandInThePages_IsOneThatParses()
    {
        string[] pages = [Path.Combine(Repository.Folder, "README.md"), .. Directory.GetFiles(Path.Combine(Repository.Folder, "docs"), "*.md")];
        string[] commands = [.. pages.SelectMany(page => Command().Matches(File.ReadAllText(page)).Select(match => match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value)).Distinct()];
        Assert.IsGreaterThan(8, commands.Length);
        foreach (string command in commands)
        {
            // Three dots stand for what a reader fills in.
            string[] words = [.. WhiteSpace().Replace(command, " ").Trim().Split(' ').Skip(1).Select(word => word == "..." ? "x" : word)];
            var parsed = RootCommandFactory.Create(TextWriter.Null, TextWriter.Null).Parse(words);
            bool isWhole = words.Length > 1 && !words.Contains("--help");
            Assert.IsTrue(!isWhole || parsed.Errors.Count == 0, $"{command}: {string.Join(", ", parsed.Errors)}");
        }
    }

    [GeneratedRegex(@"^    (mlquant [^\r\n]+)|`(mlquant [^`]+)`", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
