using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Passes calibration rows on, and on the way hashes them, counts them and keeps the first few for the report.</summary>
internal sealed class CalibrationFeed(IEnumerable<TensorValue[]> rows, IQuantizationProgress progress, HeldBackRows? heldBack = null, SearchRows? searched = null) : ICalibrationFeed
{
    private readonly DataHasher _hasher = new();

    public ReportSamples Samples { get; } = new();

    public IReadOnlyList<TensorValue[]> HeldBack => [.. HeldBackPlaces.Select(row => row.Values)];

    public IReadOnlyList<TensorValue[]> Searched => [.. SearchedPlaces.Select(row => row.Values)];

    /// <summary>The rows that were not passed on, with their places.</summary>
    public IReadOnlyList<PlacedRow> HeldBackPlaces => heldBack?.Rows ?? [];

    /// <summary>Rows that are searched on, with their places.</summary>
    public IReadOnlyList<PlacedRow> SearchedPlaces => searched?.Rows ?? [];

    /// <summary>Where rows that may be held back, and rows that may be searched on, ended: see <see cref="DrawnRows.End"/>.</summary>
    public (ulong HeldBack, ulong Searched) Ends => (heldBack?.End ?? ulong.MaxValue, searched?.End ?? ulong.MaxValue);

    public ActivationStatistics? Observed => null;

    /// <summary>What <see cref="Hash"/> is made of.</summary>
    public byte[] HashSum => _hasher.Sum;

    public string Hash => _hasher.Current();

    public long Rows => _hasher.Rows;

    public IEnumerable<TensorValue[]> Read()
    {
        foreach (var row in ReadPart())
        {
            yield return row;
        }

        foreach (var row in heldBack?.GiveUp(_hasher.Rows) ?? [])
        {
            Search(row);
            yield return row.Values;
        }
    }

    /// <summary>Reads rows of which there are more elsewhere: none is given up for being few.</summary>
    public IEnumerable<TensorValue[]> ReadPart()
    {
        foreach (var values in rows)
        {
            var row = new PlacedRow((rows as IPlacedRows)?.Place ?? _hasher.Rows, values);
            _hasher.Add(row.Place, values);
            lock (Samples)
            {
                Samples.TryAdd(row);
            }

            if (heldBack == null || !HeldBackRows.MayHold(row.Place))
            {
                Search(row);
            }

            progress.RowCalibrated(_hasher.Rows);
            foreach (var other in heldBack?.Offer(row) ?? [row])
            {
                yield return other.Values;
            }
        }
    }

    public void Release(TensorValue[] row)
    {
        bool kept;
        lock (Samples)
        {
            kept = Samples.Contains(row) || searched?.Contains(row) == true;
        }

        if (!kept)
        {
            (rows as IRecycledRows)?.Recycle(row);
        }
    }

    public void Dispose() => _hasher.Dispose();

    private void Search(PlacedRow row)
    {
        if (searched != null)
        {
            lock (Samples)
            {
                searched.Offer(row);
            }
        }
    }
}
