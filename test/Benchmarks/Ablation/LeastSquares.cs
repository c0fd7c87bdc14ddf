using System.Numerics.Tensors;

namespace Benchmarks.Ablation;

/// <summary>A linear layer fitted to classes by ridge regression.</summary>
internal static class LeastSquares
{
    /// <returns>The weights, features by classes, and the bias.</returns>
    public static (float[] Weights, float[] Bias) Fit((float[] Features, int Class)[] rows, int classes, double ridge)
    {
        int n = rows[0].Features.Length + 1;
        var matrix = new double[n][];
        double[][] inputs = [.. rows.Select(row => row.Features.Select(value => (double)value).Append(1).ToArray())];
        Parallel.For(0, n, i =>
        {
            matrix[i] = new double[n + classes];
            for (int row = 0; row < rows.Length; row++)
            {
                double value = inputs[row][i];
                var sums = matrix[i].AsSpan(0, n);
                TensorPrimitives.MultiplyAdd(inputs[row], value, sums, sums);
                for (int c = 0; c < classes; c++)
                {
                    matrix[i][n + c] += value * (rows[row].Class == c ? 5 : 0);
                }
            }

            matrix[i][i] *= 1 + ridge;
        });
        Solve(matrix, n);
        float At(int feature, int c) => (float)matrix[feature][n + c];
        return ([.. Enumerable.Range(0, (n - 1) * classes).Select(i => At(i / classes, i % classes))], [.. Enumerable.Range(0, classes).Select(c => At(n - 1, c))]);
    }

    /// <summary>Gauss-Jordan elimination of a positive definite matrix with its right sides beside it.</summary>
    private static void Solve(double[][] matrix, int n)
    {
        for (int pivot = 0; pivot < n; pivot++)
        {
            double[] row = matrix[pivot];
            TensorPrimitives.Divide(row, row[pivot], row);
            Parallel.For(0, n, i =>
            {
                if (i != pivot && matrix[i][pivot] != 0)
                {
                    TensorPrimitives.MultiplyAdd(row, -matrix[i][pivot], matrix[i], matrix[i]);
                }
            });
        }
    }
}
