using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Tests.Numerics;

/// <summary>Covariances of inputs that depend on each other.</summary>
internal static class RandomCovariance
{
    public static double[] Create(Random random, int size, int rows)
    {
        float[] mix = QuantizerRun.Uniform(random, size * size);
        var matrix = new double[Triangle.Length(size)];
        for (int i = 0; i < rows; i++)
        {
            float[] source = QuantizerRun.Uniform(random, size);
            double[] row = [.. Enumerable.Range(0, size).Select(a => Enumerable.Range(0, size).Sum(b => b % 4 == a % 4 || b < 3 ? (double)mix[(a * size) + b] * source[b] : 0))];
            for (int a = 0; a < size; a++)
            {
                for (int b = 0; b <= a; b++)
                {
                    matrix[Triangle.At(a, b)] += row[a] * row[b] / rows;
                }
            }
        }

        return matrix;
    }

    /// <summary>E H E'.</summary>
    public static double Error(double[] matrix, double[] errors, double damping = 0)
    {
        double sum = damping * errors.Sum(error => error * error);
        for (int a = 0; a < errors.Length; a++)
        {
            for (int b = 0; b < errors.Length; b++)
            {
                sum += errors[a] * errors[b] * matrix[Triangle.At(a, b)];
            }
        }

        return sum;
    }
}
