namespace Microsoft.ML.Quantization.Common;

/// <summary>
/// Where temporary files go: where the <c>MLContext</c> at work says, else the system's place. What is public and has a context says so
/// before it calls anything; everything that it calls, on whatever thread, finds it here.
/// </summary>
internal static class TemporaryPlace
{
    private static readonly AsyncLocal<string?> Value = new();

    /// <summary>The folder that was named; <see langword="null"/> for the system's place.</summary>
    public static string? Named => Value.Value;

    /// <summary>The folder, which may be missing.</summary>
    public static string Current => string.IsNullOrEmpty(Named) ? Path.GetTempPath() : Path.GetFullPath(Named);

    /// <summary>The environment variable that names the system's place.</summary>
    public static string Variable => OperatingSystem.IsWindows() ? "TMP" : "TMPDIR";

    /// <summary>What a user can do about a folder that is missing, full or may not be written to.</summary>
    public static string Remedy => $"Make room there, or name another folder in MLContext.TempFilePath or in the environment variable {Variable}.";

    /// <summary>Has temporary files go into <paramref name="folder"/> until disposed of.</summary>
    public static Scope Use(string? folder)
    {
        var scope = new Scope(Named);
        Value.Value = folder;
        return scope;
    }

    public readonly struct Scope(string? before) : IDisposable
    {
        public void Dispose() => Value.Value = before;
    }
}
