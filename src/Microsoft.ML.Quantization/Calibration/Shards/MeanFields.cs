using System.Text.Json;
using static Microsoft.ML.Quantization.Calibration.CalibrationTableFormat;

namespace Microsoft.ML.Quantization.Calibration.Shards;

/// <summary>The sums of a tensor's channels in a shard's JSON, each of 128 bits in two halves.</summary>
internal static class MeanFields
{
    public static void Write(string name, ChannelMean mean, Utf8JsonWriter json)
    {
        long[] high = new long[mean.Sums.Length];
        long[] low = new long[mean.Sums.Length];
        for (int i = 0; i < high.Length; i++)
        {
            (high[i], low[i]) = ((long)(mean.Sums[i] >> 64), unchecked((long)(ulong)(mean.Sums[i] & ulong.MaxValue)));
        }

        json.WriteStartObject();
        json.WriteString(NameField, name);
        json.WriteBoolean(ShardFormat.ChannelsLastField, mean.HasChannelsLast);
        json.WriteNumber(CountField, mean.Count);
        json.WriteNumber(ShardFormat.ChannelsField, high.Length);
        json.WriteBase64String(ShardFormat.HighField, PackedIntegers.Pack(high));
        json.WriteBase64String(ShardFormat.LowField, PackedIntegers.Pack(low));
        json.WriteEndObject();
    }

    /// <exception cref="FormatException">Something is not as it was written.</exception>
    public static KeyValuePair<string, ChannelMean> Read(JsonFields fields)
    {
        long channels = fields.Count(ShardFormat.ChannelsField);
        long[] high = PackedIntegers.Unpack(fields.Bytes(ShardFormat.HighField), channels);
        long[] low = PackedIntegers.Unpack(fields.Bytes(ShardFormat.LowField), channels);
        var sums = new Int128[high.Length];
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = new Int128(unchecked((ulong)high[i]), unchecked((ulong)low[i]));
        }

        return KeyValuePair.Create(fields.Text(NameField), ChannelMean.Restore(fields.OptionalBoolean(ShardFormat.ChannelsLastField), fields.Count(CountField), sums));
    }
}
