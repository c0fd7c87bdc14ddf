using System.Buffers.Binary;

namespace Microsoft.ML.Quantization.Targets.CoreML.Format;

/// <summary>
/// The weights of a package in one file: a header, then for each tensor a record of what it is and its bytes, both at multiples of 64. Places are known before anything is
/// written, and bytes are asked for one tensor at a time.
/// </summary>
internal sealed class BlobFile
{
    /// <summary>The name by which the program refers to it.</summary>
    public const string Reference = "@model_path/weights/weight.bin";

    public const int Alignment = 64;
    public const uint Sentinel = 0xDEADBEEF;
    public const uint Version = 2;

    private readonly List<Blob> _blobs = [];
    private long _end = Alignment;

    public int Count => _blobs.Count;

    /// <summary>Adds a tensor.</summary>
    /// <param name="type">Its element type.</param>
    /// <param name="length">Its size in bytes.</param>
    /// <param name="bytes">Gives them; asked once each time that the file is written.</param>
    /// <returns>The place of its record, which is what the program refers to.</returns>
    public ulong Add(MilDataType type, long length, Func<ReadOnlyMemory<byte>> bytes)
    {
        long record = Aligned(_end);
        _blobs.Add(new Blob(record, TypeCode(type), length, bytes));
        _end = record + Alignment + length;
        return (ulong)record;
    }

    public void Write(Stream stream)
    {
        Span<byte> record = stackalloc byte[Alignment];
        record.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)_blobs.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], Version);
        stream.Write(record);
        long place = Alignment;
        foreach (var blob in _blobs)
        {
            record.Clear();
            stream.Write(record[..(int)(blob.Record - place)]);
            BinaryPrimitives.WriteUInt32LittleEndian(record, Sentinel);
            BinaryPrimitives.WriteUInt32LittleEndian(record[4..], blob.Type);
            BinaryPrimitives.WriteUInt64LittleEndian(record[8..], (ulong)blob.Length);
            BinaryPrimitives.WriteUInt64LittleEndian(record[16..], (ulong)(blob.Record + Alignment));
            stream.Write(record);
            var bytes = blob.Bytes();
            if (bytes.Length != blob.Length)
            {
                throw new InvalidOperationException($"A tensor has {bytes.Length} bytes instead of {blob.Length}.");
            }

            stream.Write(bytes.Span);
            place = blob.Record + Alignment + blob.Length;
        }
    }

    private static long Aligned(long place) => (place + Alignment - 1) / Alignment * Alignment;

    private static uint TypeCode(MilDataType type) => type switch
    {
        MilDataType.Float16 => 1,
        MilDataType.Float32 => 2,
        MilDataType.Uint8 => 3,
        MilDataType.Int8 => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No tensors of this type are kept in the file of weights."),
    };

    private sealed record Blob(long Record, uint Type, long Length, Func<ReadOnlyMemory<byte>> Bytes);
}
