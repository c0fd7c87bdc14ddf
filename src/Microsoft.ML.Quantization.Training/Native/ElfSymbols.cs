using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.Quantization.Training.Native;

/// <summary>The symbols that a 64-bit ELF file tells debuggers of, those that it does not export included.</summary>
internal static class ElfSymbols
{
    private const uint SymbolTable = 2;
    private const int EntrySize = 24;

    /// <summary>A symbol's address relative to where the file is loaded; <see langword="null"/> where the file has been stripped or has no such symbol.</summary>
    public static long? Find(ReadOnlySpan<byte> file, string name)
    {
        if (ElfSection.OfType(file, SymbolTable) is not { } table)
        {
            return null;
        }

        var symbols = table.Slice(file);
        var names = ElfSection.At(file, table.Link).Slice(file);
        byte[] wanted = Encoding.ASCII.GetBytes(name + '\0');
        int start = 0;

        // The end of a longer name may be the same, and which of both places the symbol refers to is the linker's choice.
        for (int next = names.IndexOf(wanted); next >= 0; next = names[start..].IndexOf(wanted))
        {
            if (ValueOf(symbols, start + next) is { } value)
            {
                return value;
            }

            start += next + 1;
        }

        return null;
    }

    private static long? ValueOf(ReadOnlySpan<byte> symbols, int name)
    {
        for (int i = 0; i + EntrySize <= symbols.Length; i += EntrySize)
        {
            if (BinaryPrimitives.ReadInt32LittleEndian(symbols[i..]) == name)
            {
                return BinaryPrimitives.ReadInt64LittleEndian(symbols[(i + 8)..]);
            }
        }

        return null;
    }
}
