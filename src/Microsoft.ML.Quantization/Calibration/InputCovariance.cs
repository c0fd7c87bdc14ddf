using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// How the inputs of a layer vary together, from some windows of every row. A row's values are rounded to 11 bits below the power of two above the largest of
/// them; what is kept are sums of whole numbers, the same for any order, batch and split of the rows. Up to <see cref="MostWindows"/> windows
/// the sums cannot overflow; of more, nothing is kept.
/// </summary>
internal sealed class InputCovariance
{
    public const long MostWindows = 1L << 26;

    /// <summary>The largest number of a bin, and the least one below zero.</summary>
    public const int MostBin = 16;

    // Rows whose largest value is below count as zeros.
    private const int LeastExponent = -100;

    private SortedDictionary<int, ProductBin> _bins = [];

    public InputCovariance(WindowBlocks blocks) => Blocks = blocks;

    public WindowBlocks Blocks { get; }

    /// <summary>The windows that were looked at.</summary>
    public long Count { get; private set; }

    /// <summary>The sums, by the size of the rows they are of.</summary>
    public IReadOnlyDictionary<int, ProductBin> Bins => _bins;

    /// <summary>The power of two above all values; <see langword="null"/> where all are zero, or next to it, or one is not finite.</summary>
    public static int? Exponent(float largest)
    {
        int exponent = (BitConverter.SingleToInt32Bits(largest) >> 23) - 126;
        return float.IsFinite(largest) && exponent >= LeastExponent ? exponent : null;
    }

    public void AddZeros(int windows) => Count += windows;

    /// <param name="samples">Windows, of which there are some.</param>
    /// <param name="windows">How many.</param>
    public void Add(WindowSamples samples, int windows)
    {
        Count += windows;
        if (Count <= MostWindows)
        {
            int exponent = WindowSamples.Bits - samples.Exponent;
            int bin = ProductBin.Of(exponent);
            BinOf(bin).Add(samples, Blocks, exponent - WindowSamples.Bits - ProductBin.Unit(bin));
        }
    }

    public void Merge(InputCovariance other)
    {
        Count += other.Count;
        foreach (var (bin, sums) in other._bins)
        {
            BinOf(bin).Add(sums);
        }

        Settle();
    }

    /// <summary>Ends adding.</summary>
    public void Settle()
    {
        if (Count > MostWindows)
        {
            _bins.Clear();
        }
    }

    /// <summary>One that was saved.</summary>
    public static InputCovariance Restore(WindowBlocks blocks, long count, IEnumerable<KeyValuePair<int, ProductBin>> bins) =>
        new(blocks) { Count = count, _bins = new SortedDictionary<int, ProductBin>(bins.ToDictionary(bin => bin.Key, bin => bin.Value)) };

    /// <summary>The covariances of a block.</summary>
    /// <param name="group">The group.</param>
    /// <param name="block">The block in the group.</param>
    /// <param name="isCentred">Whether the means are taken off, as where a bias makes up for them.</param>
    /// <param name="factorOf">What a channel, of those of all groups, was multiplied with after it was observed; <see langword="null"/> for one.</param>
    /// <returns>The lower triangle, see <see cref="Triangle"/>.</returns>
    public double[] Matrix(int group, int block, bool isCentred, Func<int, double>? factorOf = null)
    {
        int size = Blocks.Sizes[block];
        int before = Blocks.Sizes.Take(block).Sum();
        int firstValue = (group * Blocks.InputsOfGroup) + before;
        int firstProduct = (group * Blocks.Sizes.Sum(Triangle.Length)) + Blocks.Sizes.Take(block).Sum(Triangle.Length);
        var matrix = new double[Triangle.Length(size)];
        var means = new double[size];
        foreach (var (bin, sums) in _bins)
        {
            int unit = ProductBin.Unit(bin);
            Add(matrix, sums.Products.AsSpan(firstProduct, matrix.Length), Math.ScaleB(1, 2 * unit) / Count);
            Add(means, sums.Values.AsSpan(firstValue, size), isCentred ? Math.ScaleB(1, unit) / Count : 0);
        }

        double[] factors = [.. Enumerable.Range(firstValue, size).Select(input => factorOf?.Invoke(input / Blocks.Taps) ?? 1)];
        for (int row = 0, place = 0; row < size; row++)
        {
            for (int column = 0; column <= row; column++, place++)
            {
                matrix[place] = (matrix[place] - (means[row] * means[column])) * factors[row] * factors[column];
            }
        }

        return matrix;
    }

    private static void Add(double[] target, ReadOnlySpan<long> sums, double unit)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] += sums[i] * unit;
        }
    }

    private ProductBin BinOf(int bin)
    {
        if (!_bins.TryGetValue(bin, out var sums))
        {
            _bins[bin] = sums = ProductBin.Create(Blocks);
        }

        return sums;
    }
}
