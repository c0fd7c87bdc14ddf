using System.Buffers.Binary;

namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>
/// The end of a Parquet file, which tells what is in it, in Thrift's compact protocol. It is walked through before anything is made of it: a damaged one
/// may announce a list of billions, which its reader would go through one by one.
/// </summary>
internal ref struct ParquetFooter
{
    private const int Deepest = 32;
    private const int LargestFooter = 1 << 28;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;

    private ParquetFooter(ReadOnlySpan<byte> bytes) => _bytes = bytes;

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
        new ParquetFooter(bytes).Struct(0);
        file.Position = 0;
    }

    private void Struct(int depth)
    {
        for (int head = Next(); head != 0; head = Next())
        {
            if (head >> 4 == 0)
            {
                Number();
            }

            Value(head & 15, depth, isField: true);
        }
    }

    private void Value(int type, int depth, bool isField)
    {
        if (depth > Deepest)
        {
            throw Damaged();
        }

        switch (type)
        {
            case 1 or 2:
                // The head of a field has the truth in it.
                Skip(isField ? 0ul : 1);
                break;
            case 3:
                Skip(1);
                break;
            case 4 or 5 or 6:
                Number();
                break;
            case 7:
                Skip(8);
                break;
            case 8:
                Skip(Number());
                break;
            case 9 or 10:
                int head = Next();
                Many(head >> 4 == 15 ? Number() : (ulong)(head >> 4), depth, head & 15);
                break;
            case 11:
                ulong pairs = Number();
                int kinds = pairs == 0 ? 0 : Next();
                Many(pairs, depth, kinds >> 4, kinds & 15);
                break;
            case 12:
                Struct(depth + 1);
                break;
            default:
                throw Damaged();
        }
    }

    /// <summary>Each value takes a byte at least.</summary>
    private void Many(ulong count, int depth, params int[] types)
    {
        if (count > (ulong)(_bytes.Length - _at))
        {
            throw Damaged();
        }

        for (ulong i = 0; i < count; i++)
        {
            foreach (int type in types)
            {
                Value(type, depth + 1, isField: false);
            }
        }
    }

    private ulong Number()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            int part = Next();
            value |= (ulong)(part & 127) << shift;
            if (part < 128)
            {
                return value;
            }
        }

        throw Damaged();
    }

    private void Skip(ulong count) => _at = count <= (ulong)(_bytes.Length - _at) ? _at + (int)count : throw Damaged();

    private int Next() => _at < _bytes.Length ? _bytes[_at++] : throw Damaged();

    private static InvalidDataException Damaged() => new("its footer is damaged.");
}
