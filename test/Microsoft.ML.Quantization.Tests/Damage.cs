namespace Microsoft.ML.Quantization.Tests;

/// <summary>What happens to files: bits flip, ends get lost, parts are overwritten, repeated or put in.</summary>
internal static class Damage
{
    public static byte[] Bytes(byte[] whole, Random random)
    {
        byte[] damaged = [.. whole];
        int at = random.Next(whole.Length);
        int length = Math.Min(1 + random.Next(16), whole.Length - at);
        switch (random.Next(6))
        {
            case 0:
                damaged[at] ^= (byte)(1 << random.Next(8));
                return damaged;
            case 1:
                return damaged[..at];
            case 2:
                random.NextBytes(damaged.AsSpan(at, length));
                return damaged;
            case 3:
                damaged.AsSpan(at, length).Fill((byte)(random.Next(2) * 255));
                return damaged;
            case 4:
                return [.. damaged[..at], .. damaged.AsSpan(at, length), .. damaged[at..]];
            default:
                return [.. damaged[..at], .. damaged[(at + length)..]];
        }
    }
}
