using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Quantization.Numerics;

/// <summary>
/// Factors a positive definite matrix, A = L * L'. Of L every value comes about by the same operations in the same order whatever the block, the vectors
/// and the threads: its products are subtracted one by one, those of the first column first.
/// </summary>
internal static class Cholesky
{
    private const int Panel = 32;
    private const int RowsOfOneTask = 16;

    /// <param name="matrix">The lower triangle, row after row, see <see cref="Triangle"/>; becomes L.</param>
    /// <param name="size">The rows.</param>
    /// <param name="threads">How many may work on it.</param>
    /// <returns>Whether it is positive definite.</returns>
    public static bool Factor(double[] matrix, int size, int threads)
    {
        var panel = new double[Panel * size];
        for (int first = 0; first < size; first += Panel)
        {
            int end = Math.Min(size, first + Panel);
            for (int row = first; row < size; row++)
            {
                if (!Solve(matrix, row, first, Math.Min(end, row + 1)))
                {
                    return false;
                }

                for (int column = first; column < end && row >= end; column++)
                {
                    panel[((column - first) * size) + row] = matrix[Triangle.Start(row) + column];
                }
            }

            int tasks = (size - end + RowsOfOneTask - 1) / RowsOfOneTask;
            var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) };
            Parallel.For(0, tasks, options, task =>
            {
                for (int row = end + (task * RowsOfOneTask); row < Math.Min(size, end + ((task + 1) * RowsOfOneTask)); row++)
                {
                    Subtract(matrix.AsSpan(Triangle.Start(row) + end, row + 1 - end), matrix.AsSpan(Triangle.Start(row) + first, end - first), panel.AsSpan(end), size);
                }
            });
        }

        return true;
    }

    /// <summary>The columns of a row within a panel; the products of panels before it are subtracted already.</summary>
    private static bool Solve(double[] matrix, int row, int first, int end)
    {
        var own = matrix.AsSpan(Triangle.Start(row));
        for (int column = first; column < end; column++)
        {
            var other = matrix.AsSpan(Triangle.Start(column), column + 1);
            double value = own[column];
            for (int i = first; i < column; i++)
            {
                value -= own[i] * other[i];
            }

            if (column < row)
            {
                own[column] = value / other[column];
            }
            else if (value > 0 && double.IsFinite(value))
            {
                own[column] = Math.Sqrt(value);
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    /// <param name="target">The values of a row behind the panel.</param>
    /// <param name="factors">Those of the row in the panel.</param>
    /// <param name="panel">The columns of the panel, each from the first value of the target on.</param>
    /// <param name="stride">The distance between two columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Subtract(Span<double> target, ReadOnlySpan<double> factors, ReadOnlySpan<double> panel, int stride)
    {
        int i = 0;
        int step = 2 * Vector<double>.Count;
        for (; i + step <= target.Length; i += step)
        {
            var vectors = MemoryMarshal.Cast<double, Vector<double>>(target.Slice(i, step));
            var (left, right) = (vectors[0], vectors[1]);
            for (int column = 0; column < factors.Length; column++)
            {
                var factor = new Vector<double>(factors[column]);
                var products = MemoryMarshal.Cast<double, Vector<double>>(panel.Slice((column * stride) + i, step));
                left -= factor * products[0];
                right -= factor * products[1];
            }

            (vectors[0], vectors[1]) = (left, right);
        }

        for (; i < target.Length; i++)
        {
            for (int column = 0; column < factors.Length; column++)
            {
                target[i] -= factors[column] * panel[(column * stride) + i];
            }
        }
    }
}
