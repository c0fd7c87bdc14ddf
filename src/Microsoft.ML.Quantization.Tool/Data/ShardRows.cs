using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>The rows of a shard: the others of the source are not decoded.</summary>
internal sealed class ShardRows(IRowSource source, RowShard part) : IRowSource
{
    public IReadOnlyList<DataColumn> Columns => source.Columns;

    public long? Count => part.Rows;

    public bool? HasClasses => source.HasClasses;

    public string Description => $"shard {part.Name} of {source.Description}";

    public IReadOnlyList<string> Warnings => source.Warnings;

    public IEnumerable<SourceRow> Read(Func<long, bool>? isWanted = null) => source.Read(place => part.Has(place) && isWanted?.Invoke(place) != false);
}
