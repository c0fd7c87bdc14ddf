using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Quantization.TrainedModels.Saved;

/// <summary>Reads the bytes of a saved entry in order. Arrays begin with their length.</summary>
internal ref struct EntryReader(string path, ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool AtEnd => _rest.IsEmpty;

    public byte Byte() => Take(1)[0];

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public float Float() => BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public int[] Ints() => Values<int>(Count());

    public float[] Floats() => Values<float>(Count());

    public double[] Doubles() => Values<double>(Count());

    /// <summary>A count that is followed by at least that many bytes, so that a damaged one asks for no memory.</summary>
    public int Count()
    {
        int count = Int();
        return count >= 0 && count <= _rest.Length ? count : throw Misfit();
    }

    /// <summary>Values whose count was read before.</summary>
    public float[] Floats(int count) => count >= 0 ? Values<float>(count) : throw Misfit();

    /// <inheritdoc cref="Floats(int)"/>
    public int[] Ints(int count) => count >= 0 ? Values<int>(count) : throw Misfit();

    public void Skip<T>(int count)
        where T : unmanaged => Take((long)count * Marshal.SizeOf<T>());

    private readonly UnknownLayoutException Misfit() => new($"a count in the saved entry '{path}' does not fit its length");

    private T[] Values<T>(int count)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Take((long)count * Marshal.SizeOf<T>())).ToArray();

    private ReadOnlySpan<byte> Take(long length)
    {
        if (length > _rest.Length)
        {
            throw new UnknownLayoutException($"the saved entry '{path}' ends early");
        }

        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }
}
