using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

/// <summary><see cref="RankKernel"/> with AVX-512: the whole search runs in registers, as a permutation looks up 16 or 32 pivots at once.</summary>
internal static unsafe class RankKernel512
{
    private const int InOneRegister = 5;

    public static void Rank(float* values, RankTable table, sbyte* ranks)
    {
        var (x0, x1, x2, x3) = (Vector512.Load(values), Vector512.Load(values + 16), Vector512.Load(values + 32), Vector512.Load(values + 48));
        var (r0, r1, r2, r3) = (Vector512<int>.Zero, Vector512<int>.Zero, Vector512<int>.Zero, Vector512<int>.Zero);
        for (int level = 0; level < Math.Min(table.Depth, InOneRegister); level++)
        {
            var pivots = Vector512.Load(table.Level(level));
            r0 = Next(x0, r0, Avx512F.PermuteVar16x32(pivots, r0));
            r1 = Next(x1, r1, Avx512F.PermuteVar16x32(pivots, r1));
            r2 = Next(x2, r2, Avx512F.PermuteVar16x32(pivots, r2));
            r3 = Next(x3, r3, Avx512F.PermuteVar16x32(pivots, r3));
        }

        for (int level = InOneRegister; level < table.Depth; level++)
        {
            float* pivots = table.Level(level);
            int last = (1 << level) - 32;
            r0 = Next(x0, r0, LookUp(pivots, last, r0));
            r1 = Next(x1, r1, LookUp(pivots, last, r1));
            r2 = Next(x2, r2, LookUp(pivots, last, r2));
            r3 = Next(x3, r3, LookUp(pivots, last, r3));
        }

        Store(r0, table.Count, ranks);
        Store(r1, table.Count, ranks + 16);
        Store(r2, table.Count, ranks + 32);
        Store(r3, table.Count, ranks + 48);
    }

    /// <summary>One of 32, 64 or 128 pivots for each index: of each 32 one by its low bits, then that whose 32 the index is in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LookUp(float* pivots, int last, Vector512<int> index)
    {
        var found = Avx512F.PermuteVar16x32x2(Vector512.Load(pivots), index, Vector512.Load(pivots + 16));
        for (int first = 32; first <= last; first += 32)
        {
            var next = Avx512F.PermuteVar16x32x2(Vector512.Load(pivots + first), index, Vector512.Load(pivots + first + 16));
            found = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(index, Vector512.Create(first)).AsSingle(), next, found);
        }

        return found;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Next(Vector512<float> values, Vector512<int> ranks, Vector512<float> pivots) =>
        ranks + ranks + Vector512<int>.One + Vector512.LessThanOrEqual(values, pivots).AsInt32();

    private static void Store(Vector512<int> rank, int most, sbyte* ranks) =>
        Avx512F.ConvertToVector128SByte(Vector512.Min(rank, Vector512.Create(most)) - Vector512.Create(RankKernel.Bias)).Store(ranks);
}
