using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.ML.Quantization.Common;
using static Microsoft.ML.Quantization.Calibration.CalibrationTableFormat;
using static Microsoft.ML.Quantization.Calibration.Shards.ShardFormat;

namespace Microsoft.ML.Quantization.Calibration.Shards;

/// <summary>Reads what <see cref="ShardWriter"/> wrote; every error names the file and the field.</summary>
internal static class ShardReader
{
    private const long LargestFile = 2_000_000_000;

    private const int MostShards = 1_000_000;

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not a shard, or one of another version.</exception>
    public static CalibrationShard Load(string path) => Read(RegularFile.ReadAllBytes(path, LargestFile), path);

    /// <param name="json">The file's content.</param>
    /// <param name="path">The file's name, for messages.</param>
    /// <exception cref="InvalidDataException">It is not a shard, or one of another version.</exception>
    public static CalibrationShard Read(ReadOnlyMemory<byte> json, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json.Span.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json);
            var root = new JsonFields(document.RootElement);
            if (root.Text(FormatField) != ShardFormat.Format)
            {
                throw new FormatException($"its '{FormatField}' is not '{ShardFormat.Format}'");
            }

            long version = root.Integer(VersionField);
            return version == ShardFormat.FormatVersion ? Shard(root, path) : throw new FormatException($"it has version {version}, this library reads version {ShardFormat.FormatVersion}");
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            throw new InvalidDataException($"'{path}' is not a calibration shard that can be read: {ForeignText.Line(error.Message).TrimEnd('.')}. Calibrate that shard again and save it.", error);
        }
    }

    private static CalibrationShard Shard(JsonFields root, string path)
    {
        long count = root.Count(ShardCountField);
        long[] shards = root.Integers(ShardsField);
        if (count is < 1 or > MostShards || shards.Length == 0 || shards.Distinct().Count() != shards.Length || Array.Exists(shards, shard => shard < 1 || shard > count))
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"its '{ShardsField}' are not some of 1 to '{ShardCountField}', which is 1 to {MostShards}"));
        }

        var header = new ShardHeader(
            root.Text(ModelHashField), root.Text(OptionsField), root.OptionalBoolean(EqualizedField), root.OptionalBoolean(HoldsBackField), root.OptionalBoolean(SearchesField), (int)count, root.Count(TotalRowsField));
        var statistics = new ActivationStatistics(
            Named(root.Objects(TensorsField).Select(SketchFields.Read)), Named(root.Objects(ChannelMeansField).Select(MeanFields.Read)), Named(root.Objects(ChannelsField).Select(ChannelFields.Read)), CovarianceFields.ReadAll(root))
        {
            Rows = root.Count(ObservedRowsField),
        };
        long rows = root.Count(RowsField);
        ShardRow[] kept = [.. root.Objects(KeptRowsField).Select(RowFields.Read).OrderBy(row => row.Row.Place)];
        byte[] sum = root.Bytes(HashSumField);
        if (sum.Length != DataHasher.SumLength)
        {
            throw new FormatException($"its '{HashSumField}' has not {DataHasher.SumLength} bytes");
        }

        if (rows > header.TotalRows || Array.Exists(kept, row => row.Row.Place >= header.TotalRows || !shards.Contains((row.Row.Place % count) + 1)) || kept.DistinctBy(row => row.Row.Place).Count() != kept.Length)
        {
            throw new FormatException("it has rows that are not its own, or twice");
        }

        return new CalibrationShard(header, [.. shards.Order().Select(shard => (int)shard - 1)], rows, sum, statistics, kept) { File = path, Ends = (Number(root, HeldBackEndField), Number(root, SearchEndField)) };
    }

    private static ulong Number(JsonFields root, string field) =>
        ulong.TryParse(root.Text(field), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong number) ? number : throw new FormatException($"field '{field}' is not 16 hexadecimal digits");

    private static Dictionary<string, T> Named<T>(IEnumerable<KeyValuePair<string, T>> entries)
    {
        var named = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (name, value) in entries)
        {
            if (!named.TryAdd(name, value))
            {
                throw new FormatException($"it has tensor '{ForeignText.Line(name)}' twice");
            }
        }

        return named;
    }
}
