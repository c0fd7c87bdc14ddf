using System.Runtime.CompilerServices;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>
/// Floats in little memory where there are few different ones next to each other, as those that a picture's bytes became: such stretches are kept as bytes and a table. The
/// rest is kept as it is.
/// </summary>
internal sealed class PackedFloats
{
    private const int Stretch = 4096;
    private const int MostDifferent = 256;

    /// <summary>More than twice the different ones, so that a free place is found at once.</summary>
    private const int PlaceBits = 10;

    private readonly float[][] _tables;
    private readonly byte[]?[] _places;

    private PackedFloats(int length, float[][] tables, byte[]?[] places) => (Length, _tables, _places) = (length, tables, places);

    public int Length { get; }

    /// <summary>Packs values.</summary>
    /// <returns><see langword="null"/> where that would save less than half.</returns>
    public static PackedFloats? Pack(ReadOnlySpan<float> values)
    {
        int count = (values.Length + Stretch - 1) / Stretch;
        var tables = new float[count][];
        var places = new byte[]?[count];
        long bytes = 0;
        for (int i = 0; i < count; i++)
        {
            var stretch = values.Slice(i * Stretch, Math.Min(Stretch, values.Length - (i * Stretch)));
            places[i] = Find(stretch, out tables[i]);
            bytes += (sizeof(float) * tables[i].Length) + (places[i]?.Length ?? 0);
        }

        return bytes > (long)values.Length * sizeof(float) / 2 ? null : new PackedFloats(values.Length, tables, places);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Unpack(Span<float> target)
    {
        for (int i = 0; i < _tables.Length; i++)
        {
            float[] table = _tables[i];
            var stretch = target.Slice(i * Stretch, Math.Min(Stretch, Length - (i * Stretch)));
            if (_places[i] is not { } places)
            {
                table.CopyTo(stretch);
                continue;
            }

            for (int value = 0; value < stretch.Length; value++)
            {
                stretch[value] = table[places[value]];
            }
        }
    }

    /// <summary>The different values, by their bits, and where each value is among them; where they are too many, all values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static byte[]? Find(ReadOnlySpan<float> values, out float[] table)
    {
        Span<short> known = stackalloc short[1 << PlaceBits];
        known.Clear();
        Span<float> different = stackalloc float[MostDifferent];
        var places = new byte[values.Length];
        int count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            int bits = BitConverter.SingleToInt32Bits(values[i]);
            int at = (int)(((uint)bits * 0x9E3779B1u) >> (32 - PlaceBits));
            while (known[at] > 0 && BitConverter.SingleToInt32Bits(different[known[at] - 1]) != bits)
            {
                at = (at + 1) & (known.Length - 1);
            }

            if (known[at] == 0)
            {
                if (count == MostDifferent)
                {
                    table = values.ToArray();
                    return null;
                }

                different[count] = values[i];
                known[at] = (short)++count;
            }

            places[i] = (byte)(known[at] - 1);
        }

        table = different[..count].ToArray();
        return places;
    }
}
