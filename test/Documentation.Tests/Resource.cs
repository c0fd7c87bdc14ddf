namespace Microsoft.ML.Quantization.Documentation.Tests;

/// <summary>Text files that are part of this assembly.</summary>
internal static class Resource
{
    public static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Resource).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
