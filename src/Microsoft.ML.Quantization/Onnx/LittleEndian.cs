using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Converts between arrays of numbers and ONNX's raw form, which is little-endian on every machine.</summary>
internal static class LittleEndian
{
    public static T[] Read<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged
    {
        T[] values = MemoryMarshal.Cast<byte, T>(bytes).ToArray();
        ReverseOnBigEndian<T>(values);
        return values;
    }

    public static byte[] Write<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        byte[] bytes = MemoryMarshal.AsBytes(values).ToArray();
        ReverseOnBigEndian(MemoryMarshal.Cast<byte, T>(bytes.AsSpan()));
        return bytes;
    }

    public static void ReverseOnBigEndian<T>(Span<T> values)
        where T : unmanaged
    {
        if (BitConverter.IsLittleEndian)
        {
            return;
        }

        Span<byte> bytes = MemoryMarshal.AsBytes(values);
        int size = Unsafe.SizeOf<T>();
        for (int i = 0; i < bytes.Length; i += size)
        {
            bytes.Slice(i, size).Reverse();
        }
    }
}
