using System.Globalization;
using Microsoft.ML.Quantization.Common;
using static Microsoft.ML.Quantization.Calibration.CalibrationTableFormat;
using static Microsoft.ML.Quantization.Calibration.Shards.ShardFormat;

namespace Microsoft.ML.Quantization.Calibration.Shards;

/// <summary>Reads what <see cref="ShardWriter"/> wrote; every error names the file and the field.</summary>
internal static class ShardReader
{
    private const long LargestFile = 2_000_000_000;

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not a shard, or one of another version.</exception>
    public static CalibrationShard Load(string path) => Read(RegularFile.ReadAllBytes(path, LargestFile), path);

    /// <param name="json">The file's content.</param>
    /// <param name="path">The file's name, for messages.</param>
    /// <exception cref="InvalidDataException">It is not a shard, or one of another version.</exception>
    public static CalibrationShard Read(ReadOnlyMemory<byte> json, string path) =>
        JsonFile.Read(json, path, ShardFormat.Format, (ShardFormat.FormatVersion, ShardFormat.FormatVersion), ("a calibration shard", "Calibrate that shard again and save it."), root => Shard(root, path));

    private static CalibrationShard Shard(JsonFields root, string path)
    {
        var (count, indexes) = ShardNumbers.Read(root);
        var header = new ShardHeader(
            root.Text(ModelHashField), root.Text(OptionsField), root.OptionalBoolean(EqualizedField), root.OptionalBoolean(HoldsBackField), root.OptionalBoolean(SearchesField), count, root.Count(TotalRowsField));
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

        if (rows > header.TotalRows)
        {
            throw new FormatException("it has rows that are not its own, or twice");
        }

        ShardNumbers.CheckPlaces([.. kept.Select(row => row.Row.Place)], count, indexes, header.TotalRows);
        return new CalibrationShard(header, indexes, rows, sum, statistics, kept) { File = path, Ends = (Number(root, HeldBackEndField), Number(root, SearchEndField)) };
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
