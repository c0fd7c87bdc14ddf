namespace Microsoft.ML.Quantization.Calibration.Shards;

/// <summary>Adds shards up, one after the other, and holds none of them.</summary>
/// <param name="first">What the others have to go with.</param>
internal sealed class ShardMerger(CalibrationShard first) : IDisposable
{
    private readonly ShardHeader _header = first.Header;
    private readonly ActivationStatistics _statistics = first.Statistics.Emptied();
    private readonly SortedDictionary<int, string> _indexes = [];
    private readonly SortedDictionary<long, ShardRow> _kept = [];
    private readonly DataHasher _hasher = new();
    private readonly string _name = first.Name;
    private (ulong HeldBack, ulong Searched) _ends = first.Ends;

    /// <exception cref="ArgumentException">It does not go with the first.</exception>
    public void Add(CalibrationShard shard)
    {
        if (_header.Obstacle(shard.Header) is { } obstacle)
        {
            throw new ArgumentException($"{_name} and {shard.Name} cannot be merged: {obstacle}.", nameof(shard));
        }

        foreach (int index in shard.Indexes)
        {
            if (!_indexes.TryAdd(index, shard.Name))
            {
                throw new ArgumentException($"{_indexes[index]} and {shard.Name} both have shard {index + 1}/{shard.Count}. Merge each shard once.", nameof(shard));
            }
        }

        if (!_statistics.IsLike(shard.Statistics))
        {
            throw new ArgumentException($"{_name} and {shard.Name} cannot be merged: other tensors were observed. Calibrate all shards with the same options and version.", nameof(shard));
        }

        _statistics.Merge(shard.Statistics);
        _hasher.Add(shard.HashSum, shard.Rows);
        _ends = (Math.Min(_ends.HeldBack, shard.Ends.HeldBack), Math.Min(_ends.Searched, shard.Ends.Searched));
        foreach (var row in shard.Kept)
        {
            _kept[row.Row.Place] = row;
        }
    }

    public CalibrationShard Merged() => new(_header, [.. _indexes.Keys], _hasher.Rows, _hasher.Sum, _statistics, [.. _kept.Values]) { Ends = _ends };

    public void Dispose() => _hasher.Dispose();
}
