using System.CommandLine;
using System.Globalization;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Tool.Commands;
using Microsoft.ML.Quantization.Tool.Data;

namespace Microsoft.ML.Quantization.Tool.Options;

/// <summary>--shard 3/8: which share of the rows.</summary>
internal sealed class ShardOption
{
    private const int MostShards = 1_000_000;

    private readonly Option<string> _option = new("--shard", "-s") { Description = "Which share of the rows, as 3/8: the third of eight, rows 3, 11, 19, ...", HelpName = "I/N", Required = true };

    public void AddTo(ToolCommand command) => command.Options.Add(_option);

    /// <summary>The rows of the shard, and which they are.</summary>
    /// <exception cref="CommandException">It is no shard.</exception>
    public (ShardRows Rows, RowShard Part) Of(ParseResult parsed, IRowSource source)
    {
        string text = parsed.GetValue(_option)!;
        string[] parts = text.Split('/');
        if (parts.Length != 2 || !Number(parts[0], out int shard) || !Number(parts[1], out int count) || shard > count || count > MostShards)
        {
            throw new CommandException($"--shard takes which share of how many, as 3/8 for the third of eight, of 1,000,000 at most, not '{text}'.");
        }

        var part = new RowShard(shard - 1, count, source.CountPlaces());
        return (new ShardRows(source, part), part);
    }

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
}
