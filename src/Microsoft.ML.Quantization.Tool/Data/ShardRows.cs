using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>The rows of a shard: the others of the source are not decoded.</summary>
/// <param name="source">All rows.</param>
/// <param name="part">Which are read.</param>
/// <param name="hasFirst">Whether the first of all is read beside.</param>
internal sealed class ShardRows(IRowSource source, RowShard part, bool hasFirst) : IRowSource
{
    public IReadOnlyList<DataColumn> Columns => source.Columns;

    public long? Count => part.Rows + (hasFirst && !part.Has(0) ? 1 : 0);

    public bool? HasClasses => source.HasClasses;

    public string Description => $"shard {part.Name} of {source.Description}";

    public IReadOnlyList<string> Warnings => source.Warnings;

    public IEnumerable<SourceRow> Read(Func<long, bool>? isWanted = null) => source.Read(place => (part.Has(place) || (hasFirst && place == 0)) && isWanted?.Invoke(place) != false);
}
