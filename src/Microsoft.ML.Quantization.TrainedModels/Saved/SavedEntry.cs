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

    private readonly Memory<byte> _bytes;
    private readonly int _start;
    private readonly int _length;

    public SavedEntry(string path, Memory<byte> entry)
    {
        var bytes = entry.Span;
        if (bytes.Length < HeaderLength || BinaryPrimitives.ReadUInt64LittleEndian(bytes) != HeaderSignature)
        {
            throw new UnknownLayoutException($"the saved entry '{path}' has no header of ML.NET");
        }

        long start = BinaryPrimitives.ReadInt64LittleEndian(bytes[StartField..]);
        long length = BinaryPrimitives.ReadInt64LittleEndian(bytes[LengthField..]);
        if (start < HeaderLength || length < 0 || start > bytes.Length - length)
        {
            throw new UnknownLayoutException($"the header of the saved entry '{path}' points outside of it");
        }

        (Path, _bytes, _start, _length) = (path, entry, (int)start, (int)length);
        Version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[0x48..]);
        Loader = Encoding.ASCII.GetString(bytes.Slice(0x50, 24)).TrimEnd('\0');
    }

    public string Path { get; }

    public string Loader { get; }

    public uint Version { get; }

    public ReadOnlySpan<byte> Content => _bytes.Span.Slice(_start, _length);

    private int End => _start + _length;

    public EntryReader Open() => new(Path, Content);

    /// <summary>The bytes of the entry with other content.</summary>
    public Memory<byte> WithContent(ReadOnlySpan<byte> content)
    {
        byte[] bytes = new byte[checked(_bytes.Length - _length + content.Length)];
        _bytes.Span[.._start].CopyTo(bytes);
        content.CopyTo(bytes.AsSpan(_start));
        _bytes.Span[End..].CopyTo(bytes.AsSpan(_start + content.Length));
        Adjust(bytes, content.Length);
        return bytes;
    }

    /// <summary>The bytes of the entry after an edit of its content in place, which leaves this object of no use.</summary>
    public Memory<byte> Edit(EntryEdit edit)
    {
        var editor = new EntryEditor(Path, _bytes.Span.Slice(_start, _length));
        edit(ref editor);
        _bytes.Span[End..].CopyTo(_bytes.Span[(_start + editor.Written)..]);
        var bytes = _bytes[..(_bytes.Length - _length + editor.Written)];
        Adjust(bytes.Span, editor.Written);
        return bytes;
    }

    private void Adjust(Span<byte> bytes, int length)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes[LengthField..], length);
        foreach (int field in LaterFields)
        {
            long position = BinaryPrimitives.ReadInt64LittleEndian(bytes[field..]);
            if (position != 0)
            {
                CheckIsLater(position);
                BinaryPrimitives.WriteInt64LittleEndian(bytes[field..], position + length - _length);
            }
        }
    }

    private void CheckIsLater(long position)
    {
        if (position < End)
        {
            throw new UnknownLayoutException($"the parts of the saved entry '{Path}' are in another order than ML.NET 5 writes them");
        }
    }
}
