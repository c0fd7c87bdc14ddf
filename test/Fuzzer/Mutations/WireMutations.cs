namespace Fuzzer.Mutations;

/// <summary>Damage to the protobuf wire format: fields that are swapped, repeated, lost, renumbered, of another type, of another length.</summary>
internal static class WireMutations
{
    public static byte[] Apply(byte[] content, Random random)
    {
        if (WireField.Parse(content) is not { Count: > 0 } fields)
        {
            return ByteMutations.Apply(content, random);
        }

        // Mostly deeper: the top level has few fields.
        int[] deeper = [.. Enumerable.Range(0, fields.Count).Where(i => fields[i].Type == WireField.Delimited && fields[i].Value.Length > 1)];
        if (deeper.Length > 0 && random.Next(5) > 0)
        {
            int inner = random.Next(3) == 0 ? deeper[random.Next(deeper.Length)] : deeper.MaxBy(i => fields[i].Value.Length);
            fields[inner] = fields[inner] with { Value = Apply(fields[inner].Value, random) };
            return Write(fields);
        }

        return Change(fields, random.Next(fields.Count), random);
    }

    private static byte[] Change(List<WireField> fields, int at, Random random)
    {
        switch (random.Next(8))
        {
            case 0:
                int other = random.Next(fields.Count);
                (fields[at], fields[other]) = (fields[other], fields[at]);
                break;
            case 1:
                fields.RemoveAt(at);
                break;
            case 2:
                fields.InsertRange(at, Enumerable.Repeat(fields[at], random.Next(10) == 0 ? 1000 : 1));
                break;
            case 3:
                fields[at] = fields[at] with { Number = (ulong)random.Next(1, 32) };
                break;
            case 4:
                fields[at] = fields[at] with { Type = new[] { 0, 1, 2, 3, 4, 5, 6, 7 }[random.Next(8)] };
                break;
            case 5:
                return Write(fields, at, Numbers.Pick(random));
            case 6:
                fields[at] = fields[at] with { Value = ByteMutations.Apply(fields[at].Value, random) };
                break;
            default:
                var number = new List<byte>();
                WireField.WriteVarint(number, (ulong)Numbers.Pick(random));
                fields[at] = fields[at] with { Type = WireField.Varint, Value = [.. number] };
                break;
        }

        return Write(fields);
    }

    private static byte[] Write(List<WireField> fields, int odd = -1, long length = 0)
    {
        var bytes = new List<byte>();
        for (int i = 0; i < fields.Count; i++)
        {
            fields[i].Write(bytes, i == odd ? (ulong)length : null);
        }

        return [.. bytes];
    }
}
