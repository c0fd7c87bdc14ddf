namespace Microsoft.ML.Quantization.Documentation.Tests;

/// <summary>Text files that are part of this assembly.</summary>
internal static class Resource
{
    /// <summary>The names of those that end in something, as README.md and docs/limits.md.</summary>
    public static IEnumerable<string> Names(string ending) => typeof(Resource).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(ending, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    public static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Resource).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
