namespace Microsoft.ML.Quantization.Calibration.Shards;

/// <summary>A row of a shard whose values are needed again when shards are merged.</summary>
/// <param name="Row">The row.</param>
/// <param name="Uses">What for.</param>
internal readonly record struct ShardRow(PlacedRow Row, ShardRowUses Uses)
{
    /// <summary>All rows of a feed that are kept, in the order of their places.</summary>
    public static IReadOnlyList<ShardRow> Of(CalibrationFeed feed)
    {
        var rows = new SortedDictionary<long, ShardRow>();
        Add(feed.HeldBackPlaces, ShardRowUses.HeldBack);
        Add(feed.SearchedPlaces, ShardRowUses.Searched);
        Add(feed.Samples.Rows, ShardRowUses.Reported);
        return [.. rows.Values];

        void Add(IEnumerable<PlacedRow> kept, ShardRowUses use)
        {
            foreach (var row in kept)
            {
                rows[row.Place] = new ShardRow(row, rows.TryGetValue(row.Place, out var known) ? known.Uses | use : use);
            }
        }
    }
}
