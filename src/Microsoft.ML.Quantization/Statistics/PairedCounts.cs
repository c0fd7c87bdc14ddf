namespace Microsoft.ML.Quantization.Statistics;

/// <summary>How two classifiers did on the same rows.</summary>
/// <param name="Rows">All rows.</param>
/// <param name="Lost">The rows that FP32 has right and INT8 wrong.</param>
/// <param name="Won">The rows that FP32 has wrong and INT8 right.</param>
internal readonly record struct PairedCounts(long Rows, long Lost, long Won)
{
    /// <summary>The accuracy lost, -1 to 1.</summary>
    public double Loss => (double)(Lost - Won) / Rows;

    public static PairedCounts operator +(PairedCounts first, PairedCounts second) =>
        new(first.Rows + second.Rows, first.Lost + second.Lost, first.Won + second.Won);
}
