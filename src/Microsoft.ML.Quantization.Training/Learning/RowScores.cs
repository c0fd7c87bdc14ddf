using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>An output of any rank, taken apart into what belongs together.</summary>
internal static class RowScores
{
    /// <summary>All values of each row, [rows, values].</summary>
    public static Tensor ByRow(Tensor output, int rows) => output.reshape(rows, Width(output, rows));

    /// <summary>
    /// What is compared with itself alone, [lines, values]: the values of a row or, where a row has several along the first dimension, as the
    /// boxes of a detector, of each of them.
    /// </summary>
    public static Tensor ByLine(Tensor output, int rows) => output.dim() > 1 ? output.flatten(1) : ByRow(output, rows);

    /// <summary>The values of a row.</summary>
    public static long Width(Tensor output, int rows) => output.numel() / rows;
}
