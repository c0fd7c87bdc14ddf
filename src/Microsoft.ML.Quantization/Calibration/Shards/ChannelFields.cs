using System.Text.Json;
using Microsoft.ML.Quantization.Common;
using static Microsoft.ML.Quantization.Calibration.CalibrationTableFormat;
using static Microsoft.ML.Quantization.Calibration.Shards.ShardFormat;

namespace Microsoft.ML.Quantization.Calibration.Shards;

/// <summary>What was counted of each channel of a tensor in a shard's JSON.</summary>
internal static class ChannelFields
{
    private const int Bins = 1 << ChannelHistogram.Bits;

    public static void Write(string name, ChannelStatistics statistics, Utf8JsonWriter json)
    {
        var channels = statistics.Channels;
        json.WriteStartObject();
        json.WriteString(NameField, name);
        json.WriteBoolean(ChannelsLastField, statistics.HasChannelsLast);
        json.WriteNumber(ChannelsField, channels.Count);
        Write(CountsField, channel => channel.Count);
        Write(ZerosField, channel => channel.Zeros);
        Write(ExponentsField, channel => channel.Bins.Exponent);
        Write(MinimumsField, channel => BitConverter.SingleToInt32Bits(channel.Extremes.Least));
        Write(MaximumsField, channel => BitConverter.SingleToInt32Bits(channel.Extremes.Most));
        Write(SidesField, channel => (channel.Bins.Positive.IsEmpty ? 0 : 1) + (channel.Bins.Negative.IsEmpty ? 0 : 2));
        json.WriteBase64String(BinsField, PackedIntegers.Pack([.. channels.SelectMany(channel => (long[])[.. channel.Bins.Positive, .. channel.Bins.Negative])]));
        json.WriteEndObject();

        void Write(string field, Func<ChannelHistogram, long> value) => json.WriteBase64String(field, PackedIntegers.Pack([.. channels.Select(value)]));
    }

    /// <exception cref="FormatException">Something is not as it was written.</exception>
    public static KeyValuePair<string, ChannelStatistics> Read(JsonFields fields)
    {
        string name = fields.Text(NameField);
        long count = fields.Count(ChannelsField);
        var (counts, zeros, exponents) = (Numbers(CountsField), Numbers(ZerosField), Numbers(ExponentsField));
        var (least, most, sides) = (Numbers(MinimumsField), Numbers(MaximumsField), Numbers(SidesField));
        if (Array.Exists(sides, side => side is < 0 or > 3))
        {
            throw new FormatException($"the channels of tensor '{ForeignText.Line(name)}' have sides that cannot be");
        }

        long[] bins = PackedIntegers.Unpack(fields.Bytes(BinsField), sides.Sum(side => (side & 1) + (side >> 1)) * Bins);
        if (Array.Exists(bins, bin => bin < 0) || Array.Exists(counts, value => value < 0) || Array.Exists(zeros, value => value < 0))
        {
            throw new FormatException($"the channels of tensor '{ForeignText.Line(name)}' have a count below zero");
        }

        int next = 0;
        var channels = new ChannelHistogram[count];
        for (int i = 0; i < channels.Length; i++)
        {
            long[]? positive = Side((sides[i] & 1) != 0);
            long[]? negative = Side((sides[i] & 2) != 0);
            channels[i] = ChannelHistogram.Restore(counts[i], zeros[i], Extremes(least[i], most[i], name), MagnitudeHistogram.Restore(ChannelHistogram.Bits, SketchFields.Exponent(exponents[i], name), positive, negative));
        }

        return KeyValuePair.Create(name, ChannelStatistics.Restore(fields.OptionalBoolean(ChannelsLastField), channels));

        long[] Numbers(string field) => PackedIntegers.Unpack(fields.Bytes(field), count);

        long[]? Side(bool isThere) => isThere ? bins[next..(next += Bins)] : null;
    }

    private static (float Least, float Most) Extremes(long least, long most, string name)
    {
        var (low, high) = (BitConverter.Int32BitsToSingle(unchecked((int)least)), BitConverter.Int32BitsToSingle(unchecked((int)most)));
        return (float.IsFinite(low) && float.IsFinite(high) && low <= high) || (float.IsPositiveInfinity(low) && float.IsNegativeInfinity(high))
            ? (low, high)
            : throw new FormatException($"the extremes of a channel of tensor '{ForeignText.Line(name)}' are upside down or no numbers");
    }
}
