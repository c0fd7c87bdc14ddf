namespace Microsoft.ML.Quantization.Statistics;

/// <summary>
/// The SplitMix64 generator (Steele, Lea and Flood, 2014): the same numbers on every machine and version, and streams of neighbouring
/// seeds are independent.
/// </summary>
internal struct SplitMix(ulong seed)
{
    private ulong _state = Mix(seed + 1);

    /// <summary>A whole number of 0 to <paramref name="end"/> - 1.</summary>
    public int Next(int end)
    {
        _state += 0x9E3779B97F4A7C15;
        return (int)(((Mix(_state) >> 32) * (ulong)end) >> 32);
    }

    /// <summary>The number at a place, from 0, of the stream of a seed, without those before it.</summary>
    public static ulong At(ulong seed, long place) => Mix(Mix(seed + 1) + ((ulong)(place + 1) * 0x9E3779B97F4A7C15));

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
