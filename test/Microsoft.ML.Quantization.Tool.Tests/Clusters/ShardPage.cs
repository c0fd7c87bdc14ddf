using System.Text.RegularExpressions;
using Microsoft.ML.Quantization.Tests.Packaging;

namespace Microsoft.ML.Quantization.Tool.Tests.Clusters;

/// <summary>The files that docs/shards.md shows.</summary>
internal static partial class ShardPage
{
    /// <summary>Their content, by their names.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } = NamedFence()
        .Matches(File.ReadAllText(Path.Combine(Repository.Folder, "docs", "shards.md")).ReplaceLineEndings("\n"))
        .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    /// <summary>The commands in a file that are ours, the variables of a task filled in as for the third of eight.</summary>
    public static string[][] Commands(string text)
    {
        string joined = Continued().Replace(text, " ")
            .Replace("$((JOB_COMPLETION_INDEX + 1))", "3", StringComparison.Ordinal).Replace("$SLURM_ARRAY_TASK_ID", "3", StringComparison.Ordinal)
            .Replace("$SLURM_CPUS_PER_TASK", "2", StringComparison.Ordinal).Replace("$SHARDS", "8", StringComparison.Ordinal);
        return [.. joined.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("mlquant ", StringComparison.Ordinal)).Select(line => line.Replace("\"", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..])];
    }

    [GeneratedRegex(@"^`([^`\n]+)`:\n\n```\w+\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex NamedFence();

    /// <summary>A backslash at the end of a line, in a script; a line of an argument that is folded, in YAML.</summary>
    [GeneratedRegex(@"\s*\\\n\s*|\n\s+(?=-)(?!- )")]
    private static partial Regex Continued();
}
