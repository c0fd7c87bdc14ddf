namespace Benchmarks.Tables;

/// <summary>Values of R with names.</summary>
internal sealed record RPairs(IReadOnlyList<(string? Tag, object? Value)> Values)
{
    public Dictionary<string, object?> ByTag() => Values.Where(pair => pair.Tag != null).ToDictionary(pair => pair.Tag!, pair => pair.Value);
}
