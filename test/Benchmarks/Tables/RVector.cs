namespace Benchmarks.Tables;

/// <summary>A vector or list of R: numbers, texts or other vectors, <see langword="null"/> where a value is missing, and its attributes.</summary>
internal sealed record RVector(IReadOnlyList<object?> Values, IReadOnlyDictionary<string, object?> Attributes)
{
    public IReadOnlyList<object?>? Attribute(string name) => (Attributes.GetValueOrDefault(name) as RVector)?.Values;
}
