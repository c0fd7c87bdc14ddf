namespace Microsoft.ML.Quantization.Numerics;

/// <summary>
/// How much of the error of a weight those that are rounded after it can make up for, from the covariance H of their inputs. The inputs are taken from the
/// last of <see cref="Order"/> to the first, by falling variance. With H = L * L' in this order, the error of a row of weights, E H E', is the sum
/// of squares of E L; its part of input a is (E[a] + the sum of E[b] * L[b, a] / L[a, a] over the inputs b before it) * L[a, a], and so is least where
/// the weight is rounded after that sum was added to it. This is what the compensation by the inverse of H comes to (E. Frantar et al., "GPTQ: Accurate
/// Post-Training Quantization for Generative Pre-trained Transformers", ICLR 2023), and inverts nothing.
/// </summary>
internal sealed class RoundingFactor
{
    /// <summary>What is added to the variances, a part of their mean, so that few rows of data do not promise too much.</summary>
    public const double Damping = 0.01;

    /// <summary>As many rows lie together.</summary>
    public const int Panel = 32;

    private RoundingFactor(int[] order, float[] diagonal, float[][] panels) => (Order, Diagonal, Panels) = (order, diagonal, panels);

    /// <summary>The inputs by rising variance.</summary>
    public int[] Order { get; }

    /// <summary>L[a, a].</summary>
    public float[] Diagonal { get; }

    /// <summary>L[a, b] / L[b, b] for b below a, of <see cref="Panel"/> rows a each: [b, a], so that all that come to one b lie side by side.</summary>
    public float[][] Panels { get; }

    public int Size => Order.Length;

    /// <summary>L[a, b] / L[b, b].</summary>
    public float this[int row, int column] => Panels[row / Panel][(column * Panel) + (row % Panel)];

    /// <param name="covariance">The lower triangle of H, see <see cref="Triangle"/>.</param>
    /// <param name="size">The inputs.</param>
    /// <param name="threads">How many may work on it.</param>
    /// <returns>Where no input varies, or a number is missing, one that makes up for nothing.</returns>
    public static RoundingFactor Create(double[] covariance, int size, int threads)
    {
        double[] variances = [.. Enumerable.Range(0, size).Select(i => covariance[Triangle.At(i, i)])];
        double damping = Damping * variances.Average();
        int[] order = [.. Enumerable.Range(0, size).OrderBy(i => variances[i]).ThenByDescending(i => i)];
        var ordered = new double[covariance.Length];
        for (int row = 0, place = 0; row < size; row++)
        {
            for (int column = 0; column <= row; column++, place++)
            {
                ordered[place] = covariance[Triangle.At(order[row], order[column])];
            }

            ordered[place - 1] += damping;
        }

        return Cholesky.Factor(ordered, size, threads) ? Divided(order, ordered) : Independent(size);
    }

    private static RoundingFactor Independent(int size) => new([.. Enumerable.Range(0, size)], new float[size], Empty(size));

    private static RoundingFactor Divided(int[] order, double[] factor)
    {
        int size = order.Length;
        double[] diagonal = [.. Enumerable.Range(0, size).Select(i => factor[Triangle.At(i, i)])];
        float[][] panels = Empty(size);
        for (int row = 0; row < size; row++)
        {
            var own = factor.AsSpan(Triangle.Start(row), row);
            var panel = panels[row / Panel].AsSpan(row % Panel);
            for (int column = 0; column < row; column++)
            {
                panel[column * Panel] = (float)(own[column] / diagonal[column]);
            }
        }

        return new RoundingFactor(order, Array.ConvertAll(diagonal, value => (float)value), panels);
    }

    private static float[][] Empty(int size) => [.. Enumerable.Range(0, (size + Panel - 1) / Panel).Select(panel => new float[Math.Min(size, (panel + 1) * Panel) * Panel])];
}
