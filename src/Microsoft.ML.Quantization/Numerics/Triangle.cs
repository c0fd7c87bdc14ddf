namespace Microsoft.ML.Quantization.Numerics;

/// <summary>The lower triangle of a symmetric matrix, diagonal included, row after row in one array.</summary>
internal static class Triangle
{
    public static int Length(int size) => Start(size);

    /// <summary>Where a row starts.</summary>
    public static int Start(int row) => (int)((long)row * (row + 1) / 2);

    public static int At(int row, int column) => row >= column ? Start(row) + column : Start(column) + row;
}
