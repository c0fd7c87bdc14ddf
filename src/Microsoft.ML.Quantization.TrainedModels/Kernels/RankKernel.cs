using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

/// <summary>
/// Replaces 64 floats by bytes: how many of the thresholds each is above, minus 128. NaN is above all. A value is above threshold k where its rank is above k,
/// so that comparing bytes decides what comparing floats does.
/// </summary>
internal static unsafe class RankKernel
{
    /// <summary>What is taken off a rank so that it fits a signed byte, which all machines compare in one instruction.</summary>
    public const int Bias = 128;

    public static void Rank(KernelWidth width, float* values, RankTable table, sbyte* ranks)
    {
        if (width == KernelWidth.Vector512)
        {
            RankKernel512.Rank(values, table, ranks);
        }
        else if (width == KernelWidth.Vector256)
        {
            Rank256(values, table, ranks);
        }
        else
        {
            Rank(values, table, ranks);
        }
    }

    private static void Rank(float* values, RankTable table, sbyte* ranks)
    {
        for (int i = 0; i < FloatCompare.Rows; i++)
        {
            int rank = 0;
            for (int level = 0; level < table.Depth; level++)
            {
                rank = rank + rank + (values[i] <= table.Level(level)[rank] ? 0 : 1);
            }

            ranks[i] = (sbyte)(Math.Min(rank, table.Count) - Bias);
        }
    }

    private static void Rank256(float* values, RankTable table, sbyte* ranks)
    {
        for (int i = 0; i < FloatCompare.Rows; i += Vector256<sbyte>.Count)
        {
            var (x0, x1, x2, x3) = (Vector256.Load(values + i), Vector256.Load(values + i + 8), Vector256.Load(values + i + 16), Vector256.Load(values + i + 24));
            var (r0, r1, r2, r3) = (Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero);
            for (int level = 0; level < table.Depth; level++)
            {
                float* pivots = table.Level(level);
                if (level <= 3)
                {
                    var all = Vector256.Load(pivots);
                    (r0, r1) = (Next(x0, r0, Avx2.PermuteVar8x32(all, r0)), Next(x1, r1, Avx2.PermuteVar8x32(all, r1)));
                    (r2, r3) = (Next(x2, r2, Avx2.PermuteVar8x32(all, r2)), Next(x3, r3, Avx2.PermuteVar8x32(all, r3)));
                }
                else
                {
                    (r0, r1) = (Next(x0, r0, Avx2.GatherVector256(pivots, r0, 4)), Next(x1, r1, Avx2.GatherVector256(pivots, r1, 4)));
                    (r2, r3) = (Next(x2, r2, Avx2.GatherVector256(pivots, r2, 4)), Next(x3, r3, Avx2.GatherVector256(pivots, r3, 4)));
                }
            }

            var (most, bias) = (Vector256.Create(table.Count), Vector256.Create(Bias));
            var low = Vector256.Narrow(Vector256.Min(r0, most) - bias, Vector256.Min(r1, most) - bias);
            var high = Vector256.Narrow(Vector256.Min(r2, most) - bias, Vector256.Min(r3, most) - bias);
            Vector256.Narrow(low, high).Store(ranks + i);
        }
    }

    /// <summary>A step right where the value is not at most the pivot: comparing gives -1 where it is.</summary>
    private static Vector256<int> Next(Vector256<float> values, Vector256<int> ranks, Vector256<float> pivots) =>
        ranks + ranks + Vector256<int>.One + Vector256.LessThanOrEqual(values, pivots).AsInt32();
}
