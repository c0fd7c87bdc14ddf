using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// Rows to search ranges on: of those that are calibrated on, as many as are kept, drawn by a fixed seed. Which they are depends on the number and order of
/// the rows alone.
/// </summary>
internal sealed class SearchRows
{
    private const int MostRows = 224;
    private const int FewestKept = 16;
    private const long MostElements = 32L << 20;

    private readonly List<TensorValue[]> _rows = [];
    private readonly HashSet<TensorValue[]> _kept = new(ReferenceEqualityComparer.Instance);
    private SplitMix _random = new(29);
    private int _capacity;
    private int _offered;

    /// <summary>The rows.</summary>
    public IReadOnlyList<TensorValue[]> Rows => _rows;

    /// <summary>Whether a row is kept now.</summary>
    public bool Contains(TensorValue[] row) => _kept.Contains(row);

    /// <summary>Offers the next row, which may take the place of another.</summary>
    public void Offer(TensorValue[] row)
    {
        _capacity = _capacity > 0 ? _capacity : (int)Math.Clamp(MostElements / Math.Max(1, row.Sum(value => value.Values.LongLength)), FewestKept, MostRows);
        _offered++;
        if (_rows.Count < _capacity)
        {
            _rows.Add(row);
            _kept.Add(row);
        }
        else if (_random.Next(_offered) is var place && place < _capacity)
        {
            _kept.Remove(_rows[place]);
            _rows[place] = row;
            _kept.Add(row);
        }
    }
}
