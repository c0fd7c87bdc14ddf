namespace Fuzzer.Mutations;

/// <summary>Damage that knows nothing of the format.</summary>
internal static class ByteMutations
{
    public static byte[] Apply(byte[] content, Random random)
    {
        if (content.Length == 0)
        {
            return [(byte)random.Next(256)];
        }

        byte[] damaged = [.. content];
        int at = random.Next(content.Length);
        int count = Math.Min(1 + random.Next(16), content.Length - at);
        switch (random.Next(7))
        {
            case 0:
                damaged[at] ^= (byte)(1 << random.Next(8));
                return damaged;
            case 1:
                random.NextBytes(damaged.AsSpan(at, count));
                return damaged;
            case 2:
                damaged.AsSpan(at, count).Fill((byte)(random.Next(2) * 255));
                return damaged;
            case 3:
                return damaged[..at];
            case 4:
                return [.. damaged[..at], .. damaged[(at + count)..]];
            case 5:
                return [.. damaged[..at], .. damaged.AsSpan(at, count), .. damaged[at..]];
            default:
                byte[] noise = new byte[1 + random.Next(8)];
                random.NextBytes(noise);
                return [.. damaged[..at], .. noise, .. damaged[at..]];
        }
    }
}
