using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Passes calibration rows on, and on the way hashes them, counts them and keeps the first few for the report.</summary>
internal sealed class CalibrationFeed(IEnumerable<TensorValue[]> rows, IQuantizationProgress progress, HeldBackRows? heldBack = null, SearchRows? searched = null) : IDisposable
{
    private readonly DataHasher _hasher = new();

    public ReportSamples Samples { get; } = new();

    /// <summary>The rows that were not passed on, once all were read.</summary>
    public IReadOnlyList<TensorValue[]> HeldBack => heldBack?.Rows ?? [];

    /// <summary>Rows that were passed on, and kept to search ranges on.</summary>
    public IReadOnlyList<TensorValue[]> Searched => searched?.Rows ?? [];

    /// <summary>The SHA-256 of the rows read so far.</summary>
    public string Hash => _hasher.Current();

    public long Rows => _hasher.Rows;

    public IEnumerable<TensorValue[]> Read()
    {
        foreach (var row in rows)
        {
            _hasher.Add(row);
            lock (Samples)
            {
                Samples.TryAdd(row);
            }

            progress.RowCalibrated(_hasher.Rows);
            if (heldBack == null)
            {
                yield return PassedOn(row);
            }
            else if (heldBack.Offer(_hasher.Rows - 1, row) is { } other)
            {
                yield return PassedOn(other);
            }
        }

        foreach (var row in heldBack?.End(_hasher.Rows) ?? [])
        {
            yield return PassedOn(row);
        }
    }

    /// <summary>Gives a row back to where it comes from, unless it is kept. May be called while others are read.</summary>
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

    private TensorValue[] PassedOn(TensorValue[] row)
    {
        if (searched != null)
        {
            lock (Samples)
            {
                searched.Offer(row);
            }
        }

        return row;
    }
}
