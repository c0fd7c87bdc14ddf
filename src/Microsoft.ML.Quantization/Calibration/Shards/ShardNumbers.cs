using System.Globalization;

namespace Microsoft.ML.Quantization.Calibration.Shards;

/// <summary>Which shards a file has, of a calibration or an evaluation.</summary>
internal static class ShardNumbers
{
    /// <summary>The most shards.</summary>
    public const int Most = 1_000_000;

    public const string CountField = "shardCount";
    public const string Field = "shards";

    /// <returns>How many shards there are, and which these are, from 0, ascending.</returns>
    /// <exception cref="FormatException">These are none.</exception>
    public static (int Count, int[] Indexes) Read(JsonFields root)
    {
        long count = root.Count(CountField);
        long[] shards = root.Integers(Field);
        return count is < 1 or > Most || shards.Length == 0 || shards.Distinct().Count() != shards.Length || Array.Exists(shards, shard => shard < 1 || shard > count)
            ? throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"its '{Field}' are not some of 1 to '{CountField}', which is 1 to {Most}"))
            : ((int)count, [.. shards.Order().Select(shard => (int)shard - 1)]);
    }

    /// <exception cref="FormatException">A row is of another shard, of none, or there twice.</exception>
    public static void CheckPlaces(IReadOnlyCollection<long> places, int count, int[] indexes, long total)
    {
        if (places.Any(place => place < 0 || place >= total || !indexes.Contains((int)(place % count))) || places.Distinct().Count() != places.Count)
        {
            throw new FormatException("it has rows that are not its own, or twice");
        }
    }
}
