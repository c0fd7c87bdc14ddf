using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.Quantization.TrainedModels.Reading;

/// <summary>One component inside a saved ML.NET model: the name of what loads it, its version, and its own bytes.</summary>
internal sealed class SavedEntry
{
    private const ulong HeaderSignature = 0x4C45444F4D004C4D;
    private const int HeaderLength = 256;

    private readonly byte[] _bytes;
    private readonly int _start;
    private readonly int _length;

    public SavedEntry(string path, byte[] bytes)
    {
        if (bytes.Length < HeaderLength || BinaryPrimitives.ReadUInt64LittleEndian(bytes) != HeaderSignature)
        {
            throw new UnknownLayoutException($"the saved entry '{path}' has no header of ML.NET");
        }

        long start = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(0x10));
        long length = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(0x18));
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

    public EntryReader Open() => new(Path, _bytes.AsSpan(_start, _length));
}
