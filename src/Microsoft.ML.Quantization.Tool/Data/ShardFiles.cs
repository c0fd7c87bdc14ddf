using System.Text;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Evaluation.Shards;

namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>Files that a command line names, by patterns too where the shell leaves these as they are.</summary>
internal static class ShardFiles
{
    /// <exception cref="CommandException">There is no such file.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> names)
    {
        List<string> files = [];
        foreach (string name in names)
        {
            string folder = Path.GetDirectoryName(name) is { Length: > 0 } given ? given : ".";
            bool isPattern = !File.Exists(name) && Path.GetFileName(name).AsSpan().IndexOfAny('*', '?') >= 0 && Directory.Exists(folder);
            string[] found = isPattern ? [.. Directory.GetFiles(folder, Path.GetFileName(name)).Order(StringComparer.Ordinal)] : File.Exists(name) ? [name] : [];
            files.AddRange(found.Length > 0 ? found : throw new CommandException($"There is no file '{name}'. Expected what calibrate --shard wrote, as shard-*.json."));
        }

        return files;
    }

    /// <summary>What one run would have said.</summary>
    /// <exception cref="CommandException">All shards together left out too many rows.</exception>
    public static void CheckRows(long rows, long total)
    {
        if (total - rows > (long)(ImageRows.MostFaulty * total))
        {
            throw new CommandException($"All shards together left out {total - rows:N0} of {total:N0} rows, which could not be read: more than {ImageRows.MostFaulty:P0} is too many to go on. Remove or replace them, and run all shards again.");
        }
    }

    /// <summary>Whether they are shards of an evaluation; the first tells, and the others are looked at when they are read.</summary>
    public static bool AreEvaluations(IReadOnlyList<string> files)
    {
        byte[] start = new byte[1000];
        using var stream = RegularFile.OpenRead(files[0]);
        int length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return start.AsSpan(0, length).IndexOf(Encoding.UTF8.GetBytes(EvaluationShardFile.Format)) >= 0;
    }
}
