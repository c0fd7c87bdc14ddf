namespace Microsoft.ML.Quantization.Numerics;

/// <summary>Moves the values of matrices, which lie row after row.</summary>
internal static class Matrices
{
    // As many rows are read together as columns are written, so that both stay in the cache.
    private const int Block = 32;

    /// <param name="values">The matrix.</param>
    /// <param name="rows">How many rows it has.</param>
    public static T[] Transposed<T>(ReadOnlySpan<T> values, int rows)
    {
        int columns = rows == 0 ? 0 : values.Length / rows;
        var transposed = new T[values.Length];
        for (int top = 0; top < rows; top += Block)
        {
            for (int left = 0; left < columns; left += Block)
            {
                for (int row = top; row < Math.Min(rows, top + Block); row++)
                {
                    for (int column = left; column < Math.Min(columns, left + Block); column++)
                    {
                        transposed[(column * rows) + row] = values[(row * columns) + column];
                    }
                }
            }
        }

        return transposed;
    }
}
