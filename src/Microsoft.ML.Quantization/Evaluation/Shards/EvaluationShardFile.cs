using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Calibration.Shards;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation.Shards;

/// <summary>A shard of an evaluation as JSON. The places of rows are packed, see <see cref="PackedIntegers"/>; their numbers stand as their bytes.</summary>
internal static class EvaluationShardFile
{
    public const string Format = "Microsoft.ML.Quantization.EvaluationShard";

    private const int FormatVersion = 1;
    private const long LargestFile = 2_000_000_000;
    private const int RowsOfBlock = 10_000;

    public static void Save(EvaluationShard shard, string path) => AtomicFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString(JsonFile.FormatField, Format);
        json.WriteNumber(JsonFile.VersionField, FormatVersion);
        json.WriteString("floatSha256", shard.Header.FloatHash);
        json.WriteString("quantizedSha256", shard.Header.QuantizedHash);
        json.WriteNumber(ShardNumbers.CountField, shard.Header.Count);
        FormFields.Write(ShardNumbers.Field, shard.Indexes.Select(index => index + 1L), json);
        json.WriteNumber("totalRows", shard.Header.TotalRows);
        FormFields.Write(shard.Form, json);
        json.WriteStartArray("rows");
        foreach (var block in shard.Rows.Chunk(RowsOfBlock))
        {
            json.WriteStartObject();
            json.WriteNumber("count", block.Length);
            json.WriteBase64String("places", PackedIntegers.Pack([.. block.Select(row => row.Place)]));
            json.WriteBase64String("numbers", MemoryMarshal.AsBytes<double>(block.SelectMany(row => row.Numbers).ToArray()));
            json.WriteEndObject();
            json.Flush();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not a shard, or one of another version.</exception>
    public static EvaluationShard Load(string path) =>
        JsonFile.Read(RegularFile.ReadAllBytes(path, LargestFile), path, Format, (FormatVersion, FormatVersion), ("a shard of an evaluation", "Evaluate that shard again and save it."), Read) with { File = path };

    private static EvaluationShard Read(JsonFields root)
    {
        var (count, indexes) = ShardNumbers.Read(root);
        var form = FormFields.Read(root);
        var header = new EvaluationHeader(root.Text("floatSha256"), root.Text("quantizedSha256"), form.Words, count, root.Count("totalRows"));
        var rows = root.Objects("rows").SelectMany(block => Rows(block, form)).OrderBy(row => row.Place).ToArray();
        ShardNumbers.CheckPlaces([.. rows.Select(row => row.Place)], count, indexes, header.TotalRows);
        return new EvaluationShard(header, form, indexes, rows);
    }

    private static List<(long Place, double[] Numbers)> Rows(JsonFields block, IMeasuredForm form)
    {
        byte[] bytes = block.Bytes("numbers");
        var numbers = bytes.Length % sizeof(double) == 0 ? MemoryMarshal.Cast<byte, double>(bytes) : throw new FormatException("its rows are no whole numbers of values");
        List<(long Place, double[] Numbers)> rows = [];
        foreach (long place in PackedIntegers.Unpack(block.Bytes("places"), block.Count("count")))
        {
            int length = form.Length(numbers);
            rows.Add((place, numbers[..length].ToArray()));
            numbers = numbers[length..];
        }

        return numbers.IsEmpty ? rows : throw new FormatException("it has numbers of more rows than it counts");
    }
}
