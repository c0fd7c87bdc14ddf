namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// Rows that nothing is chosen on, to judge choices by: every third, since neighbours are often alike, and where that is more than are kept, some of them,
/// see <see cref="DrawnRows"/>.
/// </summary>
internal sealed class HeldBackRows
{
    /// <summary>With fewer rows none is held back: ranges need them more.</summary>
    public const int FewestRows = 150;

    /// <summary>Rows that a shard keeps beyond those that will be held back, as some places may have no row that can be read.</summary>
    private const int Spare = 28;

    private const int Every = 3;
    private const int MostRows = 112;
    private const long MostElements = 16L << 20;
    private const ulong Seed = 13;

    private DrawnRows _rows;

    private HeldBackRows(DrawnRows rows) => _rows = rows;

    /// <summary>For rows that are all offered, or are what parts kept.</summary>
    /// <param name="end">The least <see cref="End"/> of the parts.</param>
    public HeldBackRows(ulong end = ulong.MaxValue)
        : this(new DrawnRows(Seed, MostRows, MostElements, end))
    {
    }

    /// <summary>The rows, once all were offered.</summary>
    public IReadOnlyList<PlacedRow> Rows => _rows.Rows;

    /// <summary>As that of <see cref="DrawnRows"/>.</summary>
    public ulong End => _rows.End;

    /// <summary>For rows of a part.</summary>
    /// <param name="total">How many rows there are in all.</param>
    public static HeldBackRows OfPart(long total) => new(new DrawnRows(Seed, MostRows + Spare, MostElements, DrawnRows.EndOf(Seed, MostRows + Spare, Candidates(total))));

    /// <summary>Whether a row of this place may be held back.</summary>
    public static bool MayHold(long place) => place % Every == 1;

    /// <summary>Offers a row.</summary>
    /// <returns>Rows to calibrate on now: this one, or those that made room for it.</returns>
    public IReadOnlyList<PlacedRow> Offer(PlacedRow row) => MayHold(row.Place) ? _rows.Offer(row) : [row];

    /// <summary>Gives the rows up where there are too few in all.</summary>
    /// <param name="total">How many rows there were.</param>
    /// <returns>Rows to calibrate on after all.</returns>
    public IReadOnlyList<PlacedRow> GiveUp(long total)
    {
        if (total >= FewestRows)
        {
            return [];
        }

        var rows = _rows.Rows;
        _rows = new DrawnRows(Seed, MostRows, MostElements);
        return rows;
    }

    private static IEnumerable<long> Candidates(long total)
    {
        for (long place = 1; place < total; place += Every)
        {
            yield return place;
        }
    }
}
