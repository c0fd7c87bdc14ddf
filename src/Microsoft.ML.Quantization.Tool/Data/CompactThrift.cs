namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>
/// Walks through a structure in Thrift's compact protocol, in which Parquet files say what is in them, before anything is made of it: a damaged one may announce a list of billions,
/// which its reader would go through one by one.
/// </summary>
internal ref struct CompactThrift
{
    private const int Deepest = 32;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly Dictionary<(int Parent, int Field), long>? _numbers;
    private int _at;

    private CompactThrift(ReadOnlySpan<byte> bytes, Dictionary<(int Parent, int Field), long>? numbers)
    {
        _bytes = bytes;
        _numbers = numbers;
    }

    /// <param name="bytes">The structure, and whatever is behind it.</param>
    /// <param name="numbers">Takes the whole numbers, by field, of the structure (parent 0) and of those right in it (parent: their field).</param>
    /// <returns>How many bytes it takes.</returns>
    /// <exception cref="InvalidDataException">It is damaged, or longer than the bytes.</exception>
    public static int Walk(ReadOnlySpan<byte> bytes, Dictionary<(int Parent, int Field), long>? numbers = null)
    {
        var thrift = new CompactThrift(bytes, numbers);
        thrift.Struct(0, 0);
        return thrift._at;
    }

    private void Struct(int depth, int parent)
    {
        int field = 0;
        for (int head = Next(); head != 0; head = Next())
        {
            field = head >> 4 == 0 ? (int)Signed(Number()) : field + (head >> 4);
            Value(head & 15, depth, depth < 2 ? (parent, field) : null, isField: true);
        }
    }

    private void Value(int type, int depth, (int Parent, int Field)? place, bool isField)
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
                long number = Signed(Number());
                if (place is { } known)
                {
                    _numbers?.TryAdd(known, number);
                }

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
                Struct(depth + 1, place?.Field ?? 0);
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
                Value(type, depth + 1, null, isField: false);
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

    private static long Signed(ulong number) => (long)(number >> 1) ^ -(long)(number & 1);

    private void Skip(ulong count) => _at = count <= (ulong)(_bytes.Length - _at) ? _at + (int)count : throw Damaged();

    private int Next() => _at < _bytes.Length ? _bytes[_at++] : throw Damaged();

    private static InvalidDataException Damaged() => new("what it says of itself is damaged.");
}
