using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// Sums over the windows of the rows whose largest value lies within eight octaves: of the inputs, and of the products of every two inputs of a block.
/// All are whole numbers in one unit, so that they are exact, whatever the order.
/// </summary>
/// <param name="Products">The triangles of all blocks of all groups, see <see cref="Triangle"/>.</param>
/// <param name="Values">The inputs of all groups.</param>
internal sealed record ProductBin(long[] Products, long[] Values)
{
    private const int Octaves = 8;

    /// <summary>The octaves of bin 0 that lie below one. The largest activation of a row is mostly between 1/16 and 16, so that one bin does for most layers.</summary>
    private const int BelowOne = 4;

    private static readonly int Width = WindowSamples.Width;

    public static ProductBin Create(WindowBlocks blocks) =>
        new(new long[blocks.Groups * blocks.Sizes.Sum(size => (long)Triangle.Length(size))], new long[blocks.Groups * blocks.InputsOfGroup]);

    /// <summary>The bin of a row.</summary>
    /// <param name="exponent">All its values are below two to this power.</param>
    public static int Of(int exponent) => (exponent + BelowOne - 1) >> 3;

    /// <summary>The power of two that the values of a bin have as their unit.</summary>
    public static int Unit(int bin) => (Octaves * bin) + 1 - BelowOne - WindowSamples.Bits;

    /// <summary>The bin of a unit, as <see cref="Unit"/> gives it; <see langword="null"/> where none has it.</summary>
    public static int? OfUnit(long unit)
    {
        long octaves = unit - Unit(0);
        return octaves % Octaves == 0 && Math.Abs(octaves / Octaves) <= InputCovariance.MostBin ? (int)(octaves / Octaves) : null;
    }

    /// <param name="samples">Windows, of which there are some.</param>
    /// <param name="blocks">Their blocks.</param>
    /// <param name="shift">The power of two of their unit in that of this bin.</param>
    public void Add(WindowSamples samples, WindowBlocks blocks, int shift)
    {
        int product = 0, value = 0, panel = 0;
        for (int group = 0; group < blocks.Groups; group++)
        {
            foreach (int size in blocks.Sizes)
            {
                int panels = WindowSamples.Panels(size);
                for (int row = 0; row < panels; row++)
                {
                    AddValues(samples.Panel(panel + row), Values.AsSpan(value + (row * Width), Math.Min(Width, size - (row * Width))), shift);
                    for (int column = 0; column <= row; column++)
                    {
                        AddProducts(samples.Panel(panel + row), samples.Panel(panel + column), Products.AsSpan(product, Triangle.Length(size)), (row * Width, column * Width, size), 2 * shift);
                    }
                }

                (product, value, panel) = (product + Triangle.Length(size), value + size, panel + panels);
            }
        }
    }

    public void Add(ProductBin other)
    {
        for (int i = 0; i < Products.Length; i++)
        {
            Products[i] += other.Products[i];
        }

        for (int i = 0; i < Values.Length; i++)
        {
            Values[i] += other.Values[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddValues(ReadOnlySpan<int> panel, Span<long> sums, int shift)
    {
        var vectors = MemoryMarshal.Cast<int, Vector<int>>(panel);
        int stride = Width / Vector<int>.Count;
        for (int part = 0; part < stride; part++)
        {
            var sum = Vector<int>.Zero;
            for (int i = part; i < vectors.Length; i += stride)
            {
                sum += Vector.ShiftRightArithmetic(Vector.ShiftLeft(vectors[i], 16), 16) + Vector.ShiftRightArithmetic(vectors[i], 16);
            }

            for (int lane = 0; lane < Vector<int>.Count && (part * Vector<int>.Count) + lane < sums.Length; lane++)
            {
                sums[(part * Vector<int>.Count) + lane] += (long)sum[lane] << shift;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddProducts(ReadOnlySpan<int> rows, ReadOnlySpan<int> columns, Span<long> triangle, (int Row, int Column, int Size) at, int shift)
    {
        Span<int> sums = stackalloc int[4 * Width];
        for (int first = 0; first < Width && at.Row + first < at.Size; first += 4)
        {
            ProductSums.Compute(rows[first..], columns, columns.Length / Width, sums);
            for (int i = 0; i < 4 && at.Row + first + i < at.Size; i++)
            {
                int row = at.Row + first + i;
                var target = triangle.Slice(Triangle.Start(row) + at.Column, Math.Min(Width, row + 1 - at.Column));
                var source = sums.Slice(i * Width, target.Length);
                int column = 0;
                for (; column + Vector<int>.Count <= target.Length; column += Vector<int>.Count)
                {
                    Vector.Widen(new Vector<int>(source[column..]), out var low, out var high);
                    (new Vector<long>(target[column..]) + Vector.ShiftLeft(low, shift)).CopyTo(target[column..]);
                    (new Vector<long>(target[(column + Vector<long>.Count)..]) + Vector.ShiftLeft(high, shift)).CopyTo(target[(column + Vector<long>.Count)..]);
                }

                for (; column < target.Length; column++)
                {
                    target[column] += (long)source[column] << shift;
                }
            }
        }
    }
}
