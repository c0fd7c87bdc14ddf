using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.Quantization.Training.Native;

/// <summary>The symbol versions that an ELF library asks others for.</summary>
internal static class ElfVersionNeeds
{
    private const uint VersionNeedSection = 0x6ffffffe;
    private const ushort Weak = 0x2;

    /// <summary>Marks the need for a symbol version as weak, so that the library loads without it.</summary>
    /// <returns>Whether the file had to be changed.</returns>
    public static bool MakeWeak(Span<byte> file, string version)
    {
        uint wanted = ElfHash(version);
        var section = ElfSection.OfType(file, VersionNeedSection) ?? default;
        int offset = section.Offset;
        for (int i = 0; i < section.Info; i++)
        {
            int entry = offset + (int)ReadUInt32(file, offset + 8);
            for (int j = ReadUInt16(file, offset + 2); j > 0; j--)
            {
                int flags = ReadUInt16(file, entry + 4);
                if (ReadUInt32(file, entry) == wanted && (flags & Weak) == 0)
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(file[(entry + 4)..], (ushort)(flags | Weak));
                    return true;
                }

                entry += (int)ReadUInt32(file, entry + 12);
            }

            offset += (int)ReadUInt32(file, offset + 12);
        }

        return false;
    }

    /// <summary>The hash by which the System V ABI identifies a symbol version.</summary>
    private static uint ElfHash(string name)
    {
        uint hash = 0;
        foreach (byte letter in Encoding.ASCII.GetBytes(name))
        {
            hash = (hash << 4) + letter;
            uint high = hash & 0xf0000000;
            hash = (hash ^ (high >> 24)) & ~high;
        }

        return hash;
    }

    private static ushort ReadUInt16(ReadOnlySpan<byte> file, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(file[offset..]);

    private static uint ReadUInt32(ReadOnlySpan<byte> file, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(file[offset..]);
}
