namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Whether a row of a column fills the input that it feeds.</summary>
internal static class RowSizes
{
    /// <exception cref="InvalidOperationException">It has too many values, or too few.</exception>
    public static void Check(BoundInput input, int length, long row)
    {
        if (length == 0 || (!input.IsVariable && length != input.FixedSize))
        {
            throw new InvalidOperationException(
                $"Column '{input.Column.Name}' has {length} values in row {row}, but input '{input.Column.Tensor.Name}' of the model takes {(input.IsVariable ? "at least 1" : input.FixedSize)}.");
        }
    }
}
