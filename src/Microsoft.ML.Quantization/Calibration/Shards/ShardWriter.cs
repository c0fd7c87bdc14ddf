using System.Globalization;
using System.Text.Json;
using static Microsoft.ML.Quantization.Calibration.CalibrationTableFormat;
using static Microsoft.ML.Quantization.Calibration.Shards.ShardFormat;

namespace Microsoft.ML.Quantization.Calibration.Shards;

/// <summary>Writes a shard as JSON, what is written so far at a time: some have hundreds of megabytes.</summary>
internal static class ShardWriter
{
    public static void Write(CalibrationShard shard, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString(JsonFile.FormatField, ShardFormat.Format);
        json.WriteNumber(JsonFile.VersionField, ShardFormat.FormatVersion);
        json.WriteString(ModelHashField, shard.ModelHash);
        json.WriteString(OptionsField, shard.Header.Options);
        json.WriteBoolean(EqualizedField, shard.Header.IsEqualized);
        json.WriteBoolean(HoldsBackField, shard.Header.HoldsBack);
        json.WriteBoolean(SearchesField, shard.Header.Searches);
        json.WriteNumber(ShardNumbers.CountField, shard.Count);
        json.WriteStartArray(ShardNumbers.Field);
        foreach (int index in shard.Indexes)
        {
            json.WriteNumberValue(index + 1);
        }

        json.WriteEndArray();
        json.WriteNumber(TotalRowsField, shard.TotalRows);
        json.WriteNumber(RowsField, shard.Rows);
        json.WriteNumber(ObservedRowsField, shard.Statistics.Rows);
        json.WriteBase64String(HashSumField, shard.HashSum);
        json.WriteString(HeldBackEndField, shard.Ends.HeldBack.ToString("x16", CultureInfo.InvariantCulture));
        json.WriteString(SearchEndField, shard.Ends.Searched.ToString("x16", CultureInfo.InvariantCulture));
        Write(TensorsField, shard.Statistics.Sketches, SketchFields.Write, json);
        Write(ChannelMeansField, shard.Statistics.Means, MeanFields.Write, json);
        Write(ChannelsField, shard.Statistics.Channels, ChannelFields.Write, json);
        Write(CovariancesField, shard.Statistics.Covariances, CovarianceFields.Write, json);
        Write(KeptRowsField, shard.Kept.Select(row => KeyValuePair.Create(row.Row.Place, row)), (_, row, to) => RowFields.Write(row, to), json);
        json.WriteEndObject();
    }

    private static void Write<TKey, TValue>(string field, IEnumerable<KeyValuePair<TKey, TValue>> entries, Action<TKey, TValue, Utf8JsonWriter> write, Utf8JsonWriter json)
    {
        json.WriteStartArray(field);
        foreach (var (key, value) in entries)
        {
            write(key, value, json);
            json.Flush();
        }

        json.WriteEndArray();
    }
}
