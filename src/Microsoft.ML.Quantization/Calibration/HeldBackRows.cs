using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// Rows that nothing is chosen on, to judge choices by: every third, since neighbours are often alike, and where that is more than are kept, as many of them
/// drawn by a fixed seed. Which they are depends on the number and order of the rows alone.
/// </summary>
internal sealed class HeldBackRows
{
    /// <summary>With fewer rows none is held back: ranges need them more.</summary>
    public const int FewestRows = 150;

    private const int Every = 3;
    private const int MostRows = 112;
    private const int FewestKept = 16;
    private const long MostElements = 16L << 20;

    private readonly List<TensorValue[]> _rows = [];
    private SplitMix _random = new(13);
    private int _capacity;
    private int _candidates;

    /// <summary>The rows, once all were offered.</summary>
    public IReadOnlyList<TensorValue[]> Rows => _rows;

    /// <summary>Offers the next row.</summary>
    /// <param name="index">Its place, from 0.</param>
    /// <param name="row">The row, which is kept or returned.</param>
    /// <returns>A row to calibrate on now: this one, or one that made room for it; <see langword="null"/> for none.</returns>
    public TensorValue[]? Offer(long index, TensorValue[] row)
    {
        if (index % Every != 1)
        {
            return row;
        }

        _capacity = _capacity > 0 ? _capacity : (int)Math.Clamp(MostElements / Math.Max(1, row.Sum(value => value.Values.LongLength)), FewestKept, MostRows);
        _candidates++;
        if (_rows.Count < _capacity)
        {
            _rows.Add(row);
            return null;
        }

        int place = _random.Next(_candidates);
        if (place >= _capacity)
        {
            return row;
        }

        (row, _rows[place]) = (_rows[place], row);
        return row;
    }

    /// <summary>Gives the rows up where there are too few in all.</summary>
    /// <param name="total">How many rows there were.</param>
    /// <returns>Rows to calibrate on after all.</returns>
    public TensorValue[][] End(long total)
    {
        if (total >= FewestRows)
        {
            return [];
        }

        TensorValue[][] rows = [.. _rows];
        _rows.Clear();
        return rows;
    }
}
