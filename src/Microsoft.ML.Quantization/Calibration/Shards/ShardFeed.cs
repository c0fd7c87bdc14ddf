using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Calibration.Shards;

/// <summary>Merged shards in place of calibration rows. Of the rows that they kept, those are passed on that are not held back after all.</summary>
/// <param name="shards">All shards.</param>
/// <param name="holdsBack">Whether rows are held back.</param>
/// <param name="searches">Whether rows are kept to search ranges on.</param>
internal sealed class ShardFeed(CalibrationShard shards, bool holdsBack, bool searches) : ICalibrationFeed
{
    private readonly HeldBackRows? _heldBack = holdsBack ? new HeldBackRows(shards.Ends.HeldBack) : null;
    private readonly SearchRows? _searched = searches ? new SearchRows(shards.Ends.Searched) : null;

    public ReportSamples Samples { get; } = ReportSamples.Take(Rows(shards, ShardRowUses.Reported));

    public IReadOnlyList<TensorValue[]> HeldBack => [.. (_heldBack?.Rows ?? []).Select(row => row.Values)];

    public IReadOnlyList<TensorValue[]> Searched => [.. (_searched?.Rows ?? []).Select(row => row.Values)];

    public ActivationStatistics? Observed => shards.Statistics;

    long ICalibrationFeed.Rows => shards.Rows;

    public string Hash
    {
        get
        {
            using var hasher = new DataHasher();
            hasher.Add(shards.HashSum, shards.Rows);
            return hasher.Current();
        }
    }

    public IEnumerable<TensorValue[]> Read()
    {
        foreach (var row in Rows(shards, ShardRowUses.Searched))
        {
            _searched?.Offer(row);
        }

        foreach (var row in Rows(shards, ShardRowUses.HeldBack))
        {
            foreach (var other in _heldBack?.Offer(row) ?? [row])
            {
                yield return other.Values;
            }
        }

        foreach (var row in _heldBack?.GiveUp(shards.Rows) ?? [])
        {
            _searched?.Offer(row);
            yield return row.Values;
        }
    }

    public void Release(TensorValue[] row)
    {
    }

    public void Dispose()
    {
    }

    private static IEnumerable<PlacedRow> Rows(CalibrationShard shards, ShardRowUses use) => shards.Kept.Where(row => (row.Uses & use) != 0).Select(row => row.Row);
}
