using System.Buffers.Binary;

namespace Microsoft.ML.Quantization.Training.Native;

/// <summary>Where a section of a 64-bit ELF file is, and what its header says besides.</summary>
/// <param name="Offset">The first byte in the file.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Link">The index of the section that this one refers to.</param>
/// <param name="Info">Depends on the type; the number of entries of some.</param>
internal readonly record struct ElfSection(int Offset, int Size, int Link, int Info)
{
    private const int Table = 0x28;
    private const int HeaderSize = 0x3a;
    private const int HeaderCount = 0x3c;

    /// <summary>The first section of a type; <see langword="null"/> where there is none.</summary>
    public static ElfSection? OfType(ReadOnlySpan<byte> file, uint type)
    {
        for (int i = 0; i < BinaryPrimitives.ReadUInt16LittleEndian(file[HeaderCount..]); i++)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(Header(file, i)[4..]) == type)
            {
                return At(file, i);
            }
        }

        return null;
    }

    public static ElfSection At(ReadOnlySpan<byte> file, int index)
    {
        var header = Header(file, index);
        return new ElfSection(
            checked((int)BinaryPrimitives.ReadUInt64LittleEndian(header[0x18..])),
            checked((int)BinaryPrimitives.ReadUInt64LittleEndian(header[0x20..])),
            BinaryPrimitives.ReadInt32LittleEndian(header[0x28..]),
            BinaryPrimitives.ReadInt32LittleEndian(header[0x2c..]));
    }

    /// <summary>The section's bytes.</summary>
    public ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> file) => file.Slice(Offset, Size);

    private static ReadOnlySpan<byte> Header(ReadOnlySpan<byte> file, int index)
    {
        int table = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file[Table..]));
        return file[(table + (index * BinaryPrimitives.ReadUInt16LittleEndian(file[HeaderSize..])))..];
    }
}
