using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Calibration.Shards;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Evaluation.Metrics;
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
        Write(ShardNumbers.Field, shard.Indexes.Select(index => index + 1L), json);
        json.WriteNumber("totalRows", shard.Header.TotalRows);
        json.WriteString("task", shard.Form.Task.ToString());
        json.WriteBoolean("labelled", shard.Form.IsLabelled);
        json.WriteBoolean("probabilities", shard.Form.AreProbabilities);
        json.WriteString("output", shard.Form.Output.Name);
        Write("shape", shard.Form.Output.Shape, json);
        json.WriteString("ending", shard.Form.Output.Ending.ToString());
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
        long[] shape = root.Integers("shape");
        if (Array.Exists(shape, size => size < 0) || shape.Aggregate((Int128)1, (product, size) => Int128.Min(product * size, long.MaxValue)) > int.MaxValue)
        {
            throw new FormatException("its 'shape' cannot be");
        }

        var form = new MeasuredForm(Named<EvaluationTask>(root, "task"), new OutputForm(root.Text("output"), shape, Named<ScoreEnding>(root, "ending")), root.OptionalBoolean("labelled"), root.OptionalBoolean("probabilities"));
        var header = new EvaluationHeader(root.Text("floatSha256"), root.Text("quantizedSha256"), EvaluationShard.Words(form), count, root.Count("totalRows"));
        int width = form.Rows().Width;
        var rows = root.Objects("rows").SelectMany(block => Rows(block, width)).OrderBy(row => row.Place).ToArray();
        ShardNumbers.CheckPlaces([.. rows.Select(row => row.Place)], count, indexes, header.TotalRows);
        return new EvaluationShard(header, form, indexes, rows);
    }

    private static IEnumerable<(long Place, double[] Numbers)> Rows(JsonFields block, int width)
    {
        long[] places = PackedIntegers.Unpack(block.Bytes("places"), block.Count("count"));
        byte[] bytes = block.Bytes("numbers");
        if (bytes.LongLength != (long)places.Length * width * sizeof(double))
        {
            throw new FormatException("its rows have not as many numbers as the task takes");
        }

        return places.Select((place, i) => (place, MemoryMarshal.Cast<byte, double>(bytes.AsSpan(i * width * sizeof(double), width * sizeof(double))).ToArray()));
    }

    private static T Named<T>(JsonFields root, string field)
        where T : struct, Enum =>
        Enum.TryParse(root.Text(field), out T value) && Enum.IsDefined(value) ? value : throw new FormatException($"field '{field}' is nothing that is known");

    private static void Write(string field, IEnumerable<long> values, Utf8JsonWriter json)
    {
        json.WriteStartArray(field);
        foreach (long value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }
}
