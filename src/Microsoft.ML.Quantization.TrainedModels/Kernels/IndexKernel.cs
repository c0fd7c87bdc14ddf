using System.Runtime.Intrinsics;

namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

/// <summary>
/// Turns bit planes into bytes. Eight planes hold bit 0 to 7 of an index for every row; transposing each 8 x 8 bits gives eight runs of bytes. The index of row r
/// stands at <see cref="Place"/>, in all kernels, so that rows are put in order only once.
/// </summary>
internal static unsafe class IndexKernel
{
    public const int Planes = 8;

    /// <summary>Of an index of two bytes.</summary>
    public const int MostPlanes = 2 * Planes;

    /// <summary>Where the index of a row stands.</summary>
    public static int Place(int row, int words) => ((row & 7) * 8 * words) + (row >> 3);

    /// <param name="words">The 64-row words of a plane.</param>
    /// <param name="values">The values that planes name by index.</param>
    /// <param name="planes">The indices of eight planes.</param>
    /// <param name="target">64 bytes a word.</param>
    public static void Transpose(int words, ulong* values, int* planes, byte* target)
    {
        ulong* runs = (ulong*)target;
        switch (words)
        {
            case 8:
                PlaneTransposition.Run<Vector512<ulong>, PlaneWords512>(values, planes, runs);
                break;
            case 4:
                PlaneTransposition.Run<Vector256<ulong>, PlaneWords256>(values, planes, runs);
                break;
            case 2:
                PlaneTransposition.Run<Vector128<ulong>, PlaneWords128>(values, planes, runs);
                break;
            default:
                PlaneTransposition.Run<ulong, PlaneWords64>(values, planes, runs);
                break;
        }
    }
}
