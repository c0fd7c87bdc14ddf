using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.ML.Quantization.Targets.CoreML.Format;

namespace Microsoft.ML.Quantization.Tests.Targets.CoreML;

/// <summary>Reads a package's file of weights as the format describes it, and checks that it is so.</summary>
internal sealed class WeightFile
{
    private const int Bound = 64;

    private readonly byte[] _bytes;
    private readonly HashSet<ulong> _read = [];

    public WeightFile(byte[] bytes)
    {
        _bytes = bytes;
        Assert.AreEqual(2u, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4)), "the version of the file of weights");
        Assert.IsTrue(bytes.AsSpan(8, Bound - 8).IndexOfAnyExcept((byte)0) < 0, "the rest of the header is empty");
    }

    public uint Count => BinaryPrimitives.ReadUInt32LittleEndian(_bytes);

    /// <summary>How many tensors were read so far.</summary>
    public int Read => _read.Count;

    public ReadOnlySpan<byte> Find(ulong place, MilDataType type, long count)
    {
        Assert.AreEqual(0ul, place % Bound, "records lie at multiples of 64 bytes");
        var record = _bytes.AsSpan((int)place, Bound);
        Assert.AreEqual(0xDEADBEEFu, BinaryPrimitives.ReadUInt32LittleEndian(record), "a record begins with the sentinel");
        var (code, size) = type switch { MilDataType.Float16 => (1u, 2), MilDataType.Float32 => (2u, 4), MilDataType.Uint8 => (3u, 1), MilDataType.Int8 => (4u, 1), _ => (0u, 0) };
        Assert.AreEqual(code, BinaryPrimitives.ReadUInt32LittleEndian(record[4..]), "the record's type");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(record[8..]), data = BinaryPrimitives.ReadUInt64LittleEndian(record[16..]);
        Assert.AreEqual((ulong)(count * size), length, "the record's size");
        Assert.AreEqual(0ul, data % Bound, "data lie at multiples of 64 bytes");
        Assert.IsLessThanOrEqualTo((ulong)_bytes.Length, data + length);
        _read.Add(place);
        return _bytes.AsSpan((int)data, (int)length);
    }

    public static float[] Reals(ReadOnlySpan<byte> bytes, MilDataType type) => type == MilDataType.Float16
        ? Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(bytes).ToArray(), value => (float)value)
        : MemoryMarshal.Cast<byte, float>(bytes).ToArray();

    public static int[] Integers(ReadOnlySpan<byte> bytes) => Array.ConvertAll(bytes.ToArray(), value => (int)(sbyte)value);
}
