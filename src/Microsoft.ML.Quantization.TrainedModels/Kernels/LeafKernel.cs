using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

/// <summary>Adds the leaf of each row to its sum. Each row has its own sum, so that the order of a row's additions is that of the trees in every kernel.</summary>
internal static unsafe class LeafKernel
{
    /// <summary>The doubles that tables are filled up to, so that vectors can be loaded from their end.</summary>
    public const int TableUnit = 8;

    private const int MostPlanesInRegisters = 6;

    /// <param name="width">The vectors to use.</param>
    /// <param name="indices">A leaf a row.</param>
    /// <param name="leaves">Two to the power of <paramref name="planes"/>, and at least 8, values.</param>
    /// <param name="planes">The bits of an index.</param>
    /// <param name="sums">What to add to.</param>
    /// <param name="rows">A multiple of 64.</param>
    public static void Add(KernelWidth width, byte* indices, double* leaves, int planes, double* sums, int rows)
    {
        if (width == KernelWidth.Vector512 && planes <= MostPlanesInRegisters)
        {
            Add512(indices, leaves, planes, sums, rows);
            return;
        }

        for (int i = 0; i < rows; i += 8)
        {
            ulong eight = *(ulong*)(indices + i);
            double* sum = sums + i;
            sum[0] += leaves[(byte)eight];
            sum[1] += leaves[(byte)(eight >> 8)];
            sum[2] += leaves[(byte)(eight >> 16)];
            sum[3] += leaves[(byte)(eight >> 24)];
            sum[4] += leaves[(byte)(eight >> 32)];
            sum[5] += leaves[(byte)(eight >> 40)];
            sum[6] += leaves[(byte)(eight >> 48)];
            sum[7] += leaves[eight >> 56];
        }
    }

    /// <summary>The same for trees of over 256 leaves, whose index is two bytes.</summary>
    public static void Add(byte* indices, byte* highIndices, double* leaves, double* sums, int rows)
    {
        for (int i = 0; i < rows; i++)
        {
            sums[i] += leaves[indices[i] | (highIndices[i] << 8)];
        }
    }

    /// <summary>Up to 16 leaves are one permutation of two registers, 32 and 64 are two and four of them.</summary>
    private static void Add512(byte* indices, double* leaves, int planes, double* sums, int rows)
    {
        var (first, second) = (Vector512.Load(leaves), planes > 3 ? Vector512.Load(leaves + 8) : default);
        if (planes <= 4)
        {
            for (int i = 0; i < rows; i += 8)
            {
                (Vector512.Load(sums + i) + Avx512F.PermuteVar8x64x2(first, Indices(indices + i), second)).Store(sums + i);
            }

            return;
        }

        var (third, fourth) = (Vector512.Load(leaves + 16), Vector512.Load(leaves + 24));
        if (planes == 5)
        {
            for (int i = 0; i < rows; i += 8)
            {
                (Vector512.Load(sums + i) + Of32(first, second, third, fourth, Indices(indices + i))).Store(sums + i);
            }

            return;
        }

        var (fifth, sixth, seventh, eighth) = (Vector512.Load(leaves + 32), Vector512.Load(leaves + 40), Vector512.Load(leaves + 48), Vector512.Load(leaves + 56));
        for (int i = 0; i < rows; i += 8)
        {
            var index = Indices(indices + i);
            var upper = Vector512.GreaterThan(index, Vector512.Create(31L)).AsDouble();
            var leaf = Vector512.ConditionalSelect(upper, Of32(fifth, sixth, seventh, eighth, index), Of32(first, second, third, fourth, index));
            (Vector512.Load(sums + i) + leaf).Store(sums + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Of32(Vector512<double> first, Vector512<double> second, Vector512<double> third, Vector512<double> fourth, Vector512<long> index)
    {
        var upper = Vector512.Equals(index & Vector512.Create(16L), Vector512.Create(16L)).AsDouble();
        return Vector512.ConditionalSelect(upper, Avx512F.PermuteVar8x64x2(third, index, fourth), Avx512F.PermuteVar8x64x2(first, index, second));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Indices(byte* eight) => Avx512F.ConvertToVector512Int64(Vector128.CreateScalarUnsafe(*(ulong*)eight).AsByte());
}
