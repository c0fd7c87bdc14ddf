namespace Fuzzer.Mutations;

/// <summary>One field of a protobuf message as it is on the wire.</summary>
/// <param name="Number">The field's number.</param>
/// <param name="Type">The wire type.</param>
/// <param name="Value">The bytes of the value, without the length of a delimited one.</param>
internal sealed record WireField(ulong Number, int Type, byte[] Value)
{
    public const int Varint = 0;
    public const int Fixed64 = 1;
    public const int Delimited = 2;
    public const int Fixed32 = 5;

    /// <summary>The fields of a message, or null where the bytes are none.</summary>
    public static List<WireField>? Parse(ReadOnlySpan<byte> bytes)
    {
        var fields = new List<WireField>();
        int at = 0;
        while (at < bytes.Length)
        {
            if (!ReadVarint(bytes, ref at, out ulong tag) || tag >> 3 == 0)
            {
                return null;
            }

            int start = at;
            ulong length;
            switch ((int)(tag & 7))
            {
                case Varint:
                    if (!ReadVarint(bytes, ref at, out _))
                    {
                        return null;
                    }

                    length = (ulong)(at - start);
                    break;
                case Fixed64:
                    length = 8;
                    break;
                case Fixed32:
                    length = 4;
                    break;
                case Delimited:
                    if (!ReadVarint(bytes, ref at, out length))
                    {
                        return null;
                    }

                    start = at;
                    break;
                default:
                    return null;
            }

            if (length > (ulong)(bytes.Length - start))
            {
                return null;
            }

            at = start + (int)length;
            fields.Add(new WireField(tag >> 3, (int)(tag & 7), bytes[start..at].ToArray()));
        }

        return fields;
    }

    /// <param name="into">Where to.</param>
    /// <param name="length">What the length of a delimited value says, where not its own.</param>
    public void Write(List<byte> into, ulong? length = null)
    {
        WriteVarint(into, (Number << 3) | (uint)Type);
        if (Type == Delimited)
        {
            WriteVarint(into, length ?? (ulong)Value.Length);
        }

        into.AddRange(Value);
    }

    public static void WriteVarint(List<byte> into, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            into.Add((byte)(value | 0x80));
        }

        into.Add((byte)value);
    }

    private static bool ReadVarint(ReadOnlySpan<byte> bytes, ref int at, out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 64 && at < bytes.Length; shift += 7)
        {
            byte next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }
}
