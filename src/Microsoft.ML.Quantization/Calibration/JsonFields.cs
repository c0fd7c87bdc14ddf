using System.Globalization;
using System.Text.Json;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>The fields of one JSON object; a missing or wrong one is an error with its name.</summary>
internal readonly struct JsonFields
{
    private readonly JsonElement _element;

    /// <exception cref="FormatException">It is not an object.</exception>
    public JsonFields(JsonElement element)
    {
        _element = element.ValueKind == JsonValueKind.Object
            ? element
            : throw new FormatException($"an object was expected where it has {element.ValueKind}");
    }

    public string Text(string name) => Text(name, Get(name, JsonValueKind.String));

    /// <summary>Nothing where the field is missing.</summary>
    public string[] OptionalTexts(string name) => Find(name) == null ? [] : [.. Get(name, JsonValueKind.Array).EnumerateArray().Select(value => Text(name, value))];

    /// <summary>A whole number that is not below zero.</summary>
    public long Count(string name) => Integer(name) is >= 0 and long value ? value : throw Wrong(name, "a count");

    public long Integer(string name) => Get(name, JsonValueKind.Number).TryGetInt64(out long value) ? value : throw Wrong(name, "a whole number");

    public float Single(string name)
    {
        float value = Get(name, JsonValueKind.Number).GetSingle();
        return float.IsFinite(value) ? value : throw Wrong(name, "a 32-bit floating point number");
    }

    public double Double(string name, double least = double.MinValue, double most = double.MaxValue) =>
        Get(name, JsonValueKind.Number).GetDouble() is var value && value >= least && value <= most ? value : throw Wrong(name, $"a number{Range(least, most)}");

    /// <summary>Numbers, where null stands for infinity.</summary>
    public double[] Doubles(string name)
    {
        return [.. Get(name, JsonValueKind.Array).EnumerateArray().Select(value => value.ValueKind switch
        {
            JsonValueKind.Null => double.PositiveInfinity,
            JsonValueKind.Number => value.GetDouble(),
            _ => throw Wrong(name, "a list of numbers"),
        })];
    }

    public long[] Integers(string name) => [.. Get(name, JsonValueKind.Array).EnumerateArray()
        .Select(value => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : throw Wrong(name, "a list of whole numbers"))];

    /// <summary>Bytes in base 64.</summary>
    public byte[] Bytes(string name) => Get(name, JsonValueKind.String).TryGetBytesFromBase64(out byte[]? bytes) ? bytes : throw Wrong(name, "bytes in base 64");

    /// <summary><see langword="null"/> where the field is missing.</summary>
    public byte[]? OptionalBytes(string name) => Find(name) == null ? null : Bytes(name);

    /// <summary>Nothing where the field is missing.</summary>
    public IEnumerable<JsonFields> OptionalObjects(string name) => Find(name) == null ? [] : Objects(name);

    public IEnumerable<JsonFields> Objects(string name) => Get(name, JsonValueKind.Array).EnumerateArray().Select(item => new JsonFields(item));

    /// <summary>Finite numbers; <see langword="null"/> where the field is missing.</summary>
    public float[]? OptionalSingles(string name) => Find(name) == null ? null : [.. Get(name, JsonValueKind.Array).EnumerateArray()
        .Select(value => value.ValueKind == JsonValueKind.Number && value.GetSingle() is var number && float.IsFinite(number) ? number : throw Wrong(name, "a list of numbers"))];

    public double? OptionalDouble(string name, double least, double most) => Find(name) != null ? Double(name, least, most) : null;

    /// <summary>False where the field is missing.</summary>
    public bool OptionalBoolean(string name) =>
        Find(name) is { } value && (value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(name, "true or false"));

    public JsonFields? Optional(string name) => Find(name) is { } value ? new JsonFields(value) : null;

    private static string Text(string name, JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(name, "text");
        }
        catch (InvalidOperationException)
        {
            // JSON can escape half of a character.
            throw Wrong(name, "valid text");
        }
    }

    private JsonElement Get(string name, JsonValueKind kind)
    {
        JsonElement value = Find(name) ?? throw new FormatException($"field '{name}' is missing");
        return value.ValueKind == kind ? value : throw Wrong(name, kind.ToString());
    }

    private JsonElement? Find(string name)
    {
        try
        {
            return _element.TryGetProperty(name, out JsonElement value) ? value : null;
        }
        catch (InvalidOperationException)
        {
            throw new FormatException($"an object that should have field '{name}' has a field whose name is not valid text");
        }
    }

    private static string Range(double least, double most) => (least, most) switch
    {
        (double.MinValue, _) => "",
        (_, double.MaxValue) => string.Create(CultureInfo.InvariantCulture, $" of at least {least}"),
        _ => string.Create(CultureInfo.InvariantCulture, $" of {least} to {most}"),
    };

    private static FormatException Wrong(string name, string expected) => new($"field '{name}' is not {expected}");
}
