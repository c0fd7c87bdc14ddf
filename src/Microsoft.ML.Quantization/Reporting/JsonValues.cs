using System.Text.Json.Nodes;

namespace Microsoft.ML.Quantization.Reporting;

/// <summary>Values as JSON can hold them.</summary>
internal static class JsonValues
{
    public static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode?> write) => new([.. items.Select(write)]);

    /// <summary>JSON has no infinity and no NaN: no noise at all, and what was not measured, is written as null.</summary>
    public static JsonValue? Number(double? value) => value is { } known && double.IsFinite(known) ? JsonValue.Create(known) : null;
}
