using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Calibration.CalibrationTableFormat;
using static Microsoft.ML.Quantization.Calibration.Shards.ShardFormat;

namespace Microsoft.ML.Quantization.Calibration.Shards;

/// <summary>A row of values in a shard's JSON: numbers as their bytes, the low ones first, texts as they are.</summary>
internal static class RowFields
{
    private static readonly Dictionary<string, Type> Types = new[]
    {
        typeof(float), typeof(double), typeof(long), typeof(int), typeof(short), typeof(sbyte), typeof(byte), typeof(ushort), typeof(uint), typeof(ulong), typeof(bool), typeof(string),
    }.ToDictionary(type => type.Name, StringComparer.Ordinal);

    public static void Write(ShardRow row, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber(PlaceField, row.Row.Place);
        json.WriteNumber(UsesField, (int)row.Uses);
        json.WriteStartArray(InputsField);
        foreach (var value in row.Row.Values)
        {
            json.WriteStartObject();
            json.WriteString(NameField, value.Name);
            json.WriteString(TypeField, value.Values.GetType().GetElementType()!.Name);
            json.WriteStartArray(ShapeField);
            Array.ForEach(value.Shape, json.WriteNumberValue);
            json.WriteEndArray();
            if (value.Values is string[] texts)
            {
                json.WriteStartArray(TextsField);
                Array.ForEach(texts, json.WriteStringValue);
                json.WriteEndArray();
            }
            else
            {
                json.WriteBase64String(ValuesField, MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(value.Values), Buffer.ByteLength(value.Values)));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <exception cref="FormatException">Something is not as it was written.</exception>
    public static ShardRow Read(JsonFields fields)
    {
        long place = fields.Count(PlaceField);
        long uses = fields.Integer(UsesField);
        return uses is > 0 and <= 7
            ? new ShardRow(new PlacedRow(place, [.. fields.Objects(InputsField).Select(input => Value(input, place))]), (ShardRowUses)uses)
            : throw new FormatException($"row {place} is kept for nothing that is known");
    }

    private static TensorValue Value(JsonFields fields, long place)
    {
        string name = fields.Text(NameField);
        long[] shape = fields.Integers(ShapeField);
        Array values = Types.TryGetValue(fields.Text(TypeField), out var type) ? Values(fields, type) : throw new FormatException($"row {place} has values of a type that is not known");
        if (Array.Exists(shape, size => size < 0) || shape.Aggregate((Int128)1, (product, size) => Int128.Min(product * size, long.MaxValue)) != values.LongLength)
        {
            throw new FormatException($"input '{ForeignText.Line(name)}' of row {place} has not as many values as its shape says");
        }

        return new TensorValue(name, values, shape) { Row = place };
    }

    private static Array Values(JsonFields fields, Type type)
    {
        if (type == typeof(string))
        {
            return fields.OptionalTexts(TextsField);
        }

        byte[] bytes = fields.Bytes(ValuesField);
        int size = Buffer.ByteLength(Array.CreateInstance(type, 1));
        if (bytes.Length % size != 0 || (type == typeof(bool) && Array.Exists(bytes, value => value > 1)))
        {
            throw new FormatException($"field '{ValuesField}' is not of numbers of type {type.Name}");
        }

        var values = Array.CreateInstance(type, bytes.Length / size);
        Buffer.BlockCopy(bytes, 0, values, 0, bytes.Length);
        return values;
    }
}
