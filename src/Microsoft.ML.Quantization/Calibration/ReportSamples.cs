using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>The first few rows, kept for the report to run both models on.</summary>
internal sealed class ReportSamples
{
    private const int Most = 64;
    private const long MostElements = 8L << 20;

    private readonly List<PlacedRow> _rows = [];
    private long _elements;
    private bool _isFull;

    public IReadOnlyList<PlacedRow> Rows => _rows;

    public TensorValue[][] ToArray() => [.. _rows.Select(row => row.Values)];

    public bool Contains(TensorValue[] row) => _rows.Exists(kept => ReferenceEquals(kept.Values, row));

    /// <summary>Keeps a row, those before it having been offered; tells whether there was room for it.</summary>
    public bool TryAdd(PlacedRow row)
    {
        _isFull |= row.Place >= Most || (_rows.Count > 0 && _elements + row.Elements > MostElements);
        if (!_isFull)
        {
            _rows.Add(row);
            _elements += row.Elements;
        }

        return !_isFull;
    }

    /// <summary>Reads no more rows than are kept, and the one that is too many.</summary>
    public static ReportSamples Take(IEnumerable<TensorValue[]> rows) => Take(rows.Select((row, place) => new PlacedRow(place, row)));

    /// <summary>As the other one, of rows in the order of their places.</summary>
    public static ReportSamples Take(IEnumerable<PlacedRow> rows)
    {
        var samples = new ReportSamples();
        foreach (var row in rows)
        {
            if (!samples.TryAdd(row))
            {
                break;
            }
        }

        return samples;
    }
}
