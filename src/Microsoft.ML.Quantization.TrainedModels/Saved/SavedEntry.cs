using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.Quantization.TrainedModels.Saved;

/// <summary>One component inside a saved ML.NET model: the name of what loads it, its version, and its own bytes.</summary>
internal sealed class SavedEntry
{
    private const ulong HeaderSignature = 0x4C45444F4D004C4D;
    private const int HeaderLength = 256;
    private const int StartField = 0x10;
    private const int LengthField = 0x18;

    /// <summary>Where the header tells of what follows the content: its strings, their characters, its tail, its end, the name of its assembly.</summary>
    private static readonly int[] LaterFields = [0x20, 0x30, 0x80, 0x88, 0x90];

    private readonly byte[] _bytes;
    private readonly int _start;
    private readonly int _length;

    public SavedEntry(string path, byte[] bytes)
    {
        if (bytes.Length < HeaderLength || BinaryPrimitives.ReadUInt64LittleEndian(bytes) != HeaderSignature)
        {
            throw new UnknownLayoutException($"the saved entry '{path}' has no header of ML.NET");
        }

        long start = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(StartField));
        long length = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(LengthField));
        if (start < HeaderLength || length < 0 || start > bytes.Length - length)
        {
            throw new UnknownLayoutException($"the header of the saved entry '{path}' points outside of it");
        }

        (Path, _bytes, _start, _length) = (path, bytes, (int)start, (int)length);
        Version = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(0x48));
        Loader = Encoding.ASCII.GetString(bytes, 0x50, 24).TrimEnd('\0');
    }

    public string Path { get; }

    public string Loader { get; }

    public uint Version { get; }

    public ReadOnlySpan<byte> Content => _bytes.AsSpan(_start, _length);

    public EntryReader Open() => new(Path, Content);

    /// <summary>The bytes of the entry with other content.</summary>
    public byte[] WithContent(ReadOnlySpan<byte> content)
    {
        int end = _start + _length;
        byte[] bytes = new byte[checked(_start + content.Length + _bytes.Length - end)];
        _bytes.AsSpan(0, _start).CopyTo(bytes);
        content.CopyTo(bytes.AsSpan(_start));
        _bytes.AsSpan(end).CopyTo(bytes.AsSpan(_start + content.Length));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(LengthField), content.Length);
        foreach (int field in LaterFields)
        {
            long position = BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(field));
            if (position != 0)
            {
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(field), position >= end ? position + content.Length - _length : throw new UnknownLayoutException($"the parts of the saved entry '{Path}' are in another order than ML.NET 5 writes them"));
            }
        }

        return bytes;
    }
}
