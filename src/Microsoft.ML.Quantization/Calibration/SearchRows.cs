using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Rows to search ranges on: some of those that are calibrated on, see <see cref="DrawnRows"/>.</summary>
internal sealed class SearchRows
{
    /// <summary>As that of <see cref="HeldBackRows"/>.</summary>
    private const int Spare = 56;

    private const int MostRows = 224;
    private const long MostElements = 32L << 20;
    private const ulong Seed = 29;

    private readonly DrawnRows _rows;

    private SearchRows(DrawnRows rows) => _rows = rows;

    /// <summary>For rows that are all offered, or are what parts kept.</summary>
    /// <param name="end">The least <see cref="End"/> of the parts.</param>
    public SearchRows(ulong end = ulong.MaxValue)
        : this(new DrawnRows(Seed, MostRows, MostElements, end))
    {
    }

    /// <summary>The rows, in the order of their places.</summary>
    public IReadOnlyList<PlacedRow> Rows => _rows.Rows;

    /// <summary>As that of <see cref="DrawnRows"/>.</summary>
    public ulong End => _rows.End;

    /// <summary>For rows of a part.</summary>
    /// <param name="total">How many rows there are in all.</param>
    /// <param name="holdsBack">Whether other rows are held back.</param>
    public static SearchRows OfPart(long total, bool holdsBack) =>
        new(new DrawnRows(Seed, MostRows + Spare, MostElements, DrawnRows.EndOf(Seed, MostRows + Spare, Candidates(total, holdsBack))));

    /// <summary>Whether a row is kept now.</summary>
    public bool Contains(TensorValue[] row) => _rows.Contains(row);

    /// <summary>Offers a row, which may take the place of another.</summary>
    public void Offer(PlacedRow row) => _rows.Offer(row);

    private static IEnumerable<long> Candidates(long total, bool holdsBack)
    {
        for (long place = 0; place < total; place++)
        {
            if (!holdsBack || total < HeldBackRows.FewestRows || !HeldBackRows.MayHold(place))
            {
                yield return place;
            }
        }
    }
}
