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
            for (int row = first; row < end; row++)
            {
                if (!Solve(matrix, row, first))
                {
                    return false;
                }
            }

            SolveBelow(matrix, size, first, end, panel);
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

    /// <summary>A row of the square at the top of a panel, from its first column on; the products of panels before it are subtracted already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Solve(double[] matrix, int row, int first)
    {
        var own = matrix.AsSpan(Triangle.Start(row));
        for (int column = first; column < row; column++)
        {
            var other = matrix.AsSpan(Triangle.Start(column), column + 1);
            double value = own[column];
            for (int i = first; i < column; i++)
            {
                value -= own[i] * other[i];
            }

            own[column] = value / other[column];
        }

        double rest = own[row];
        for (int i = first; i < row; i++)
        {
            rest -= own[i] * own[i];
        }

        own[row] = Math.Sqrt(rest);
        return rest > 0 && double.IsFinite(rest);
    }

    /// <summary>The rows of a panel below its square, column after column: rows lie side by side in <paramref name="panel"/>, where they stay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SolveBelow(double[] matrix, int size, int first, int end, double[] panel)
    {
        for (int row = end; row < size; row++)
        {
            var own = matrix.AsSpan(Triangle.Start(row) + first, end - first);
            for (int i = 0; i < own.Length; i++)
            {
                panel[(i * size) + row] = own[i];
            }
        }

        for (int column = first; column < end; column++)
        {
            var factors = matrix.AsSpan(Triangle.Start(column) + first, column - first);
            Subtract(panel.AsSpan(((column - first) * size) + end, size - end), factors, panel.AsSpan(end), size);
            double diagonal = matrix[Triangle.At(column, column)];
            foreach (ref double value in panel.AsSpan(((column - first) * size) + end, size - end))
            {
                value /= diagonal;
            }
        }

        for (int row = end; row < size; row++)
        {
            var own = matrix.AsSpan(Triangle.Start(row) + first, end - first);
            for (int i = 0; i < own.Length; i++)
            {
                own[i] = panel[(i * size) + row];
            }
        }
    }

    /// <param name="target">The values of a row behind the panel.</param>
    /// <param name="factors">Those of the row in the panel.</param>
    /// <param name="panel">The columns of the panel, each from the first value of the target on.</param>
    /// <param name="stride">The distance between two columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Subtract(Span<double> target, ReadOnlySpan<double> factors, ReadOnlySpan<double> panel, int stride)
    {
        int i = 0;
        int step = 4 * Vector<double>.Count;
        for (; i + step <= target.Length; i += step)
        {
            var vectors = MemoryMarshal.Cast<double, Vector<double>>(target.Slice(i, step));
            var (t0, t1, t2, t3) = (vectors[0], vectors[1], vectors[2], vectors[3]);
            for (int column = 0; column < factors.Length; column++)
            {
                var factor = new Vector<double>(factors[column]);
                var products = MemoryMarshal.Cast<double, Vector<double>>(panel.Slice((column * stride) + i, step));
                t0 -= factor * products[0];
                t1 -= factor * products[1];
                t2 -= factor * products[2];
                t3 -= factor * products[3];
            }

            (vectors[0], vectors[1], vectors[2], vectors[3]) = (t0, t1, t2, t3);
        }

        for (; i + Vector<double>.Count <= target.Length; i += Vector<double>.Count)
        {
            var vector = new Vector<double>(target[i..]);
            for (int column = 0; column < factors.Length; column++)
            {
                vector -= new Vector<double>(factors[column]) * new Vector<double>(panel[((column * stride) + i)..]);
            }

            vector.CopyTo(target[i..]);
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
