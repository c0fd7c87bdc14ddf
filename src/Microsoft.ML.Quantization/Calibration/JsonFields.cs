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

    public string Text(string name) => Get(name, JsonValueKind.String).GetString()!;

    public long Integer(string name) => Get(name, JsonValueKind.Number).TryGetInt64(out long value) ? value : throw Wrong(name, "a whole number");

    public float Single(string name)
    {
        float value = Get(name, JsonValueKind.Number).GetSingle();
        return float.IsFinite(value) ? value : throw Wrong(name, "a 32-bit floating point number");
    }

    public double Double(string name) => Get(name, JsonValueKind.Number).GetDouble();

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

    public IEnumerable<JsonFields> Objects(string name) => Get(name, JsonValueKind.Array).EnumerateArray().Select(item => new JsonFields(item));

    public double? OptionalDouble(string name) => _element.TryGetProperty(name, out _) ? Double(name) : null;

    /// <summary>False where the field is missing.</summary>
    public bool OptionalBoolean(string name) =>
        _element.TryGetProperty(name, out JsonElement value) && (value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(name, "true or false"));

    public JsonFields? Optional(string name) => _element.TryGetProperty(name, out JsonElement value) ? new JsonFields(value) : null;

    private JsonElement Get(string name, JsonValueKind kind)
    {
        if (!_element.TryGetProperty(name, out JsonElement value))
        {
            throw new FormatException($"field '{name}' is missing");
        }

        return value.ValueKind == kind ? value : throw Wrong(name, kind.ToString());
    }

    private static FormatException Wrong(string name, string expected) => new($"field '{name}' is not {expected}");
}
