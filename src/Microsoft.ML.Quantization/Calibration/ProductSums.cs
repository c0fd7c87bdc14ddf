using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Adds up the products of inputs that lie in panels, see <see cref="WindowSamples"/>: whole numbers, so that any order gives the same.</summary>
internal static class ProductSums
{
    private const int Width = WindowSamples.Width;

    /// <summary>Four rows of inputs times a panel of them.</summary>
    /// <param name="rows">The panel of the four, from the first of them on.</param>
    /// <param name="columns">The other panel.</param>
    /// <param name="pairs">The pairs of windows.</param>
    /// <param name="sums">The sums, one row after the other.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compute(ReadOnlySpan<int> rows, ReadOnlySpan<int> columns, int pairs, Span<int> sums)
    {
        if (Avx2.IsSupported)
        {
            ComputePairs(rows, columns, pairs, sums);
        }
        else
        {
            ComputeVectors(rows, columns, pairs, sums);
        }
    }

    /// <summary>The definition.</summary>
    public static void ComputeScalars(ReadOnlySpan<int> rows, ReadOnlySpan<int> columns, int pairs, Span<int> sums)
    {
        for (int i = 0; i < 4 * Width; i++)
        {
            sums[i] = 0;
            for (int pair = 0; pair < pairs; pair++)
            {
                int left = rows[(pair * Width) + (i / Width)];
                int right = columns[(pair * Width) + (i % Width)];
                sums[i] += ((short)left * (short)right) + ((left >> 16) * (right >> 16));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ComputePairs(ReadOnlySpan<int> rows, ReadOnlySpan<int> columns, int pairs, Span<int> sums)
    {
        ref int row = ref MemoryMarshal.GetReference(rows[..(((pairs - 1) * Width) + 4)]);
        ref int column = ref MemoryMarshal.GetReference(columns[..(pairs * Width)]);
        Vector256<int> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        for (int i = 0; i < pairs * Width; i += Width)
        {
            var left = Vector256.LoadUnsafe(ref column, (nuint)i).AsInt16();
            var right = Vector256.LoadUnsafe(ref column, (nuint)(i + 8)).AsInt16();
            var a = Vector256.Create(Unsafe.Add(ref row, i)).AsInt16();
            a0 += Avx2.MultiplyAddAdjacent(a, left);
            a1 += Avx2.MultiplyAddAdjacent(a, right);
            var b = Vector256.Create(Unsafe.Add(ref row, i + 1)).AsInt16();
            b0 += Avx2.MultiplyAddAdjacent(b, left);
            b1 += Avx2.MultiplyAddAdjacent(b, right);
            var c = Vector256.Create(Unsafe.Add(ref row, i + 2)).AsInt16();
            c0 += Avx2.MultiplyAddAdjacent(c, left);
            c1 += Avx2.MultiplyAddAdjacent(c, right);
            var d = Vector256.Create(Unsafe.Add(ref row, i + 3)).AsInt16();
            d0 += Avx2.MultiplyAddAdjacent(d, left);
            d1 += Avx2.MultiplyAddAdjacent(d, right);
        }

        var target = MemoryMarshal.Cast<int, Vector256<int>>(sums);
        (target[0], target[1], target[2], target[3]) = (a0, a1, b0, b1);
        (target[4], target[5], target[6], target[7]) = (c0, c1, d0, d1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ComputeVectors(ReadOnlySpan<int> rows, ReadOnlySpan<int> columns, int pairs, Span<int> sums)
    {
        sums[..(4 * Width)].Clear();
        for (int i = 0; i < Width; i += Vector<int>.Count)
        {
            for (int row = 0; row < 4; row++)
            {
                var sum = Vector<int>.Zero;
                for (int pair = 0; pair < pairs; pair++)
                {
                    var column = new Vector<int>(columns[((pair * Width) + i)..]);
                    int value = rows[(pair * Width) + row];
                    sum += Vector.ShiftRightArithmetic(Vector.ShiftLeft(column, 16), 16) * (short)value;
                    sum += Vector.ShiftRightArithmetic(column, 16) * (value >> 16);
                }

                sum.CopyTo(sums[((row * Width) + i)..]);
            }
        }
    }
}
