using System.CommandLine;
using System.Globalization;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Calibration.Shards;
using Microsoft.ML.Quantization.Tool.Commands;
using Microsoft.ML.Quantization.Tool.Data;

namespace Microsoft.ML.Quantization.Tool.Options;

/// <summary>--shard 3/8: which share of the rows.</summary>
/// <param name="isRequired">Whether the command does nothing else.</param>
internal sealed class ShardOption(bool isRequired = true)
{
    private readonly Option<string?> _option = new("--shard", "-s") { Description = "Which share of the rows, as 3/8: the third of eight, rows 3, 11, 19, ...", HelpName = "I/N", Required = isRequired };

    /// <summary>Whether the command line asks for a shard.</summary>
    public bool IsAsked(ParseResult parsed) => parsed.GetValue(_option) != null;

    public void AddTo(ToolCommand command) => command.Options.Add(_option);

    /// <summary>The rows of the shard, and which they are; all rows where none is asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="source">All rows.</param>
    /// <param name="hasFirst">Whether the first of all rows is read for every shard.</param>
    /// <exception cref="CommandException">It is no shard.</exception>
    public (IRowSource Rows, RowShard Part) Of(ParseResult parsed, IRowSource source, bool hasFirst = false)
    {
        if (parsed.GetValue(_option) is not { } text)
        {
            return (source, new RowShard(0, 1, long.MaxValue));
        }

        string[] parts = text.Split('/');
        if (parts.Length != 2 || !Number(parts[0], out int shard) || !Number(parts[1], out int count) || shard > count || count > ShardNumbers.Most)
        {
            throw new CommandException($"--shard takes which share of how many, as 3/8 for the third of eight, of 1,000,000 at most, not '{text}'.");
        }

        var part = new RowShard(shard - 1, count, source.CountPlaces());
        return (new ShardRows(source, part, hasFirst), part);
    }

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
}
