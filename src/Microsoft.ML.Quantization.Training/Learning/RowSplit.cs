namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>Holds back every so-manieth row for validation, the same ones in every epoch.</summary>
internal static class RowSplit
{
    public static IEnumerable<TrainingRow> Learned(IEnumerable<TrainingRow> rows, double share) => rows.Where((_, index) => !IsHeldBack(index, share));

    public static IEnumerable<TrainingRow> HeldBack(IEnumerable<TrainingRow> rows, double share) => rows.Where((_, index) => IsHeldBack(index, share));

    /// <summary>Whether a multiple of 1 / share lies between this row and the next.</summary>
    private static bool IsHeldBack(int index, double share) => Math.Floor((index + 1) * share) > Math.Floor(index * share);
}
