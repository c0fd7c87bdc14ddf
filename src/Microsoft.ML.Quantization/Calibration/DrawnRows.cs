using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// Rows drawn by a number that a seed gives each place: those of the least numbers, until one does not fit. Which they are depends on places and sizes alone, so
/// that rows may be offered in any order, and in parts: a row that is drawn from all is also drawn from any part that has it.
/// </summary>
/// <param name="seed">Another seed draws other rows.</param>
/// <param name="mostRows">The most rows that are kept.</param>
/// <param name="mostElements">The most values of all rows together, but for the first few.</param>
/// <param name="end">The number from which on no row is kept, see <see cref="EndOf"/> and <see cref="End"/>.</param>
internal sealed class DrawnRows(ulong seed, int mostRows, long mostElements, ulong end = ulong.MaxValue)
{
    private const int FewestKept = 16;

    private readonly SortedSet<(ulong Number, long Place)> _order = [];
    private readonly Dictionary<long, PlacedRow> _rows = [];
    private readonly HashSet<TensorValue[]> _kept = new(ReferenceEqualityComparer.Instance);
    private long _elements;

    /// <summary>The rows, in the order of their places.</summary>
    public IReadOnlyList<PlacedRow> Rows => [.. _rows.Values.OrderBy(row => row.Place)];

    /// <summary>
    /// The number from which on no row is kept, as one before did not fit. Where parts are put together it is the least of theirs: what one part left out is not offered again, and would
    /// have left no room for what comes behind.
    /// </summary>
    public ulong End { get; private set; } = end;

    /// <summary>The number behind that of the last of so many rows, drawn from all places: rows of a part from there on will not be drawn from all.</summary>
    public static ulong EndOf(ulong seed, int rows, IEnumerable<long> places)
    {
        var least = new PriorityQueue<ulong, ulong>(Comparer<ulong>.Create((one, other) => other.CompareTo(one)));
        foreach (long place in places)
        {
            ulong number = SplitMix.At(seed, place);
            if (least.Count < rows)
            {
                least.Enqueue(number, number);
            }
            else
            {
                least.EnqueueDequeue(number, number);
            }
        }

        return least.Count < rows ? ulong.MaxValue : least.Peek() + 1;
    }

    /// <summary>Whether a row is kept now.</summary>
    public bool Contains(TensorValue[] row) => _kept.Contains(row);

    /// <summary>Offers a row.</summary>
    /// <returns>What is not kept, or no longer.</returns>
    public IReadOnlyList<PlacedRow> Offer(PlacedRow row)
    {
        ulong number = SplitMix.At(seed, row.Place);
        if (number >= End)
        {
            return [row];
        }

        _order.Add((number, row.Place));
        _rows.Add(row.Place, row);
        _kept.Add(row.Values);
        _elements += row.Elements;
        List<PlacedRow> left = [];
        while (_order.Count > mostRows || (_order.Count > FewestKept && _elements > mostElements))
        {
            var last = _order.Max;
            _order.Remove(last);
            _rows.Remove(last.Place, out var dropped);
            _kept.Remove(dropped.Values);
            _elements -= dropped.Elements;
            left.Add(dropped);
            End = last.Number;
        }

        return left;
    }
}
