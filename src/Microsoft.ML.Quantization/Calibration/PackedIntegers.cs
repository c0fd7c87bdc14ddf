using System.Numerics;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Whole numbers in few bytes: the power of two that all are multiples of, then each of them divided by it, seven bits a byte, the low ones first, the sign in the lowest bit.</summary>
internal static class PackedIntegers
{
    private const int Bits = 7;
    private const byte More = 1 << Bits;

    public static byte[] Pack(ReadOnlySpan<long> values)
    {
        ulong bits = 0;
        foreach (long value in values)
        {
            bits |= (ulong)value;
        }

        int shift = bits == 0 ? 0 : BitOperations.TrailingZeroCount(bits);
        var bytes = new List<byte>(1 + (4 * values.Length)) { (byte)shift };
        foreach (long value in values)
        {
            long small = value >> shift;
            ulong left = (ulong)((small << 1) ^ (small >> 63));
            for (; left >= More; left >>= Bits)
            {
                bytes.Add((byte)(left | More));
            }

            bytes.Add((byte)left);
        }

        return [.. bytes];
    }

    /// <param name="bytes">What <see cref="Pack"/> gave.</param>
    /// <param name="count">How many numbers there should be.</param>
    /// <exception cref="FormatException">There are not as many.</exception>
    public static long[] Unpack(ReadOnlySpan<byte> bytes, long count)
    {
        if (bytes.IsEmpty || bytes.Length - 1 < count || bytes[0] > 63)
        {
            throw new FormatException($"there are not {count} packed numbers");
        }

        int shift = bytes[0];
        int next = 1;
        var values = new long[count];
        for (int i = 0; i < values.Length; i++)
        {
            ulong value = 0;
            for (int place = 0; ; place += Bits)
            {
                if (next == bytes.Length || place > 63)
                {
                    throw new FormatException($"there are not {count} packed numbers");
                }

                byte part = bytes[next++];
                value |= (ulong)(part & (More - 1)) << place;
                if (part < More)
                {
                    break;
                }
            }

            values[i] = ((long)(value >> 1) ^ -(long)(value & 1)) << shift;
        }

        return next == bytes.Length ? values : throw new FormatException($"there are more than {count} packed numbers");
    }
}
