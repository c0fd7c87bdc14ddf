using System.Text.RegularExpressions;
using Microsoft.ML.Quantization.Tests.Packaging;

namespace Microsoft.ML.Quantization.Documentation.Tests;

/// <summary>The workflows of the repository, which nothing runs before they are pushed.</summary>
[TestClass]
public sealed partial class WorkflowTests
{
    private static IEnumerable<(string File, string[] Lines)> Workflows =>
        Directory.GetFiles(Path.Combine(Repository.Folder, ".github", "workflows"), "*.yml").Select(file => (Path.GetFileName(file), File.ReadAllLines(file)));

    [TestMethod]
    public void Indentation_IsOfPairsOfSpaces()
    {
        foreach (var (file, lines) in Workflows)
        {
            for (int i = 0; i < lines.Length; i++)
            {
                int depth = lines[i].Length - lines[i].TrimStart(' ').Length;
                Assert.IsTrue(depth % 2 == 0 && !lines[i].Contains('\t', StringComparison.Ordinal) && lines[i].TrimEnd() == lines[i], $"{file}:{i + 1}: {lines[i]}");
                int before = i == 0 ? 0 : lines[i - 1].Length - lines[i - 1].TrimStart(' ').Length;
                Assert.IsTrue(lines[i].Length == 0 || i == 0 || lines[i - 1].Length == 0 || depth <= before + 4, $"{file}:{i + 1}: {lines[i]}");
            }
        }
    }

    [TestMethod]
    public void Keys_StandOnceInTheirPlace()
    {
        foreach (var (file, lines) in Workflows)
        {
            var open = new Stack<(int Depth, HashSet<string> Keys)>();
            foreach (string line in lines)
            {
                if (Key().Match(line) is not { Success: true } match)
                {
                    continue;
                }

                int depth = match.Groups[1].Length;
                while (open.Count > 0 && (open.Peek().Depth > depth || (open.Peek().Depth == depth && match.Groups[1].Value.Contains('-', StringComparison.Ordinal))))
                {
                    open.Pop();
                }

                if (open.Count == 0 || open.Peek().Depth < depth)
                {
                    open.Push((depth, new HashSet<string>(StringComparer.Ordinal)));
                }

                Assert.IsTrue(open.Peek().Keys.Add(match.Groups[2].Value), $"{file}: '{match.Groups[2].Value}' twice");
            }
        }
    }

    [TestMethod]
    public void Actions_HaveVersions_AndJobsMachinesAndAnEnd()
    {
        foreach (var (file, lines) in Workflows)
        {
            string text = string.Join('\n', lines);
            foreach (Match use in Uses().Matches(text))
            {
                Assert.MatchesRegex(new Regex("^[a-z-]+/[a-z-]+@v[0-9]+$"), use.Groups[1].Value, file);
            }

            int jobs = lines.SkipWhile(line => line != "jobs:").Count(line => Job().IsMatch(line));
            Assert.IsGreaterThan(0, jobs, file);
            Assert.HasCount(jobs, Regex.Matches(text, "runs-on:"), file);
            Assert.HasCount(jobs, Regex.Matches(text, "timeout-minutes:"), file);
            Assert.Contains("permissions:", text, file);
        }
    }

    [TestMethod]
    public void Scripts_AreThere()
    {
        foreach (var (file, lines) in Workflows)
        {
            foreach (Match run in Runs().Matches(string.Join('\n', lines)))
            {
                string script = run.Groups[1].Value.Replace('\\', '/');
                Assert.IsTrue(File.Exists(Path.Combine(Repository.Folder, script)), $"{file}: {script}");
            }
        }
    }

    /// <summary>What trains is left out where libtorch has no package, which one of the workflow's machines is.</summary>
    [TestMethod]
    public void ExamplesThatTrain_AreLeftOutWhereNothingCan()
    {
        string[] script = File.ReadAllLines(Path.Combine(Repository.Folder, ".ci", "run"));
        string[] trained = [.. Directory.GetFiles(Path.Combine(Repository.Folder, "examples"), "*.csproj", SearchOption.AllDirectories)
            .Where(project => File.ReadAllText(project).Contains("libtorch-cpu-", StringComparison.Ordinal)).Select(project => Path.GetFileNameWithoutExtension(project))];
        Assert.IsGreaterThan(1, trained.Length);
        foreach (string name in trained)
        {
            foreach (string line in script.Where(line => line.Contains($"example {name} ", StringComparison.Ordinal)))
            {
                Assert.StartsWith($"trains {name} && ", line);
            }
        }

        Assert.Contains(workflow => workflow.Lines.Any(line => line.Contains("-arm", StringComparison.Ordinal)), Workflows);
    }

    [GeneratedRegex(@"^([ ]*(?:- )?)([A-Za-z_-]+):(?: |$)")]
    private static partial Regex Key();

    [GeneratedRegex(@"uses: (\S+)")]
    private static partial Regex Uses();

    [GeneratedRegex("^  [a-z-]+:$")]
    private static partial Regex Job();

    [GeneratedRegex(@"run: (?:sudo )?(?:bash )?(\S+)")]
    private static partial Regex Runs();
}
