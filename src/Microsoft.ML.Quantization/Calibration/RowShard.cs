namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Every so-manieth row: a share of the rows that is calibrated by itself.</summary>
/// <param name="Index">Which share, from 0.</param>
/// <param name="Count">How many shares there are.</param>
/// <param name="Total">How many rows there are in all.</param>
internal sealed record RowShard(int Index, int Count, long Total)
{
    /// <summary>How many rows it has.</summary>
    public long Rows => Math.Max(0, (Total - Index + Count - 1) / Count);

    /// <summary>Which one it is, as people count.</summary>
    public string Name => $"{Index + 1}/{Count}";

    /// <summary>The place of one of its rows among all.</summary>
    public long PlaceOf(long row) => Index + (row * Count);

    /// <summary>Whether a row is one of its.</summary>
    public bool Has(long place) => place < Total && place % Count == Index;
}
