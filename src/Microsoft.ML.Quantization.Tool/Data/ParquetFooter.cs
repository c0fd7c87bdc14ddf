using System.Buffers.Binary;

namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>The end of a Parquet file, which tells what is in it.</summary>
internal static class ParquetFooter
{
    private const int LargestFooter = 1 << 28;

    /// <exception cref="InvalidDataException">The file is none, or damaged there.</exception>
    public static void Check(Stream file)
    {
        var end = new byte[8];
        file.Position = Math.Max(0, file.Length - 8);
        int length = file.ReadAtLeast(end, 8, false) == 8 && end.AsSpan(4).SequenceEqual("PAR1"u8) ? BinaryPrimitives.ReadInt32LittleEndian(end) : -1;
        if (length < 0 || length > LargestFooter || length > file.Length - 12)
        {
            throw new InvalidDataException("it does not end as one.");
        }

        var bytes = new byte[length];
        file.Position = file.Length - 8 - length;
        file.ReadExactly(bytes);
        CompactThrift.Walk(bytes);
        file.Position = 0;
    }
}
