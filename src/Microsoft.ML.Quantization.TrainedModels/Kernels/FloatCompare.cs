using System.Runtime.Intrinsics;

namespace Microsoft.ML.Quantization.TrainedModels.Kernels;

/// <summary>Compares 64 floats with one number: bit i of the answer is for value i.</summary>
internal static unsafe class FloatCompare
{
    public const int Rows = 64;

    /// <summary>A bit for each value that is not at most the threshold: it is above, or NaN.</summary>
    public static ulong Above(KernelWidth width, float* values, float threshold) => width switch
    {
        KernelWidth.Vector512 => ~AtMost512(values, threshold),
        KernelWidth.Vector256 => ~AtMost256(values, threshold),
        KernelWidth.Vector128 => ~AtMost128(values, threshold),
        _ => ~AtMost(values, threshold),
    };

    /// <summary>A bit for each value that is NaN: no other is not at most infinity.</summary>
    public static ulong Missing(KernelWidth width, float* values) => Above(width, values, float.PositiveInfinity);

    private static ulong AtMost(float* values, float threshold)
    {
        ulong bits = 0;
        for (int i = 0; i < Rows; i++)
        {
            bits |= (values[i] <= threshold ? 1ul : 0) << i;
        }

        return bits;
    }

    private static ulong AtMost128(float* values, float threshold)
    {
        var limit = Vector128.Create(threshold);
        ulong bits = 0;
        for (int i = 0; i < Rows; i += Vector128<float>.Count)
        {
            bits |= (ulong)Vector128.LessThanOrEqual(Vector128.Load(values + i), limit).ExtractMostSignificantBits() << i;
        }

        return bits;
    }

    private static ulong AtMost256(float* values, float threshold)
    {
        var limit = Vector256.Create(threshold);
        ulong bits = 0;
        for (int i = 0; i < Rows; i += Vector256<float>.Count)
        {
            bits |= (ulong)Vector256.LessThanOrEqual(Vector256.Load(values + i), limit).ExtractMostSignificantBits() << i;
        }

        return bits;
    }

    private static ulong AtMost512(float* values, float threshold)
    {
        var limit = Vector512.Create(threshold);
        ulong bits = 0;
        for (int i = 0; i < Rows; i += Vector512<float>.Count)
        {
            bits |= Vector512.LessThanOrEqual(Vector512.Load(values + i), limit).ExtractMostSignificantBits() << i;
        }

        return bits;
    }
}
