namespace Microsoft.ML.Quantization.Common;

/// <summary>Says which file could not be written: the system's own messages name the temporary one, or none.</summary>
internal static class WriteErrors
{
    /// <param name="error">What came of writing.</param>
    /// <param name="temporary">The file that was written.</param>
    /// <param name="target">The file that it was to become.</param>
    /// <returns>The exception to throw, which is <paramref name="error"/> itself where it has nothing to do with writing.</returns>
    public static Exception Explain(Exception error, string temporary, string target) => error switch
    {
        UnauthorizedAccessException => new UnauthorizedAccessException($"Cannot write '{target}': access to its folder is denied. Choose another folder.", error),

        // .NET says it this way where a file grows beyond what its file system or the process is allowed.
        ArgumentOutOfRangeException { ParamName: "value" } => NotWritten(error, "it is too large for its file system", target),
        _ when error.GetType() == typeof(IOException) => NotWritten(error, error.Message.Replace($" : '{temporary}'", "", StringComparison.Ordinal).TrimEnd('.'), target),
        _ => error,
    };

    private static IOException NotWritten(Exception error, string reason, string target) =>
        new($"Cannot write '{target}': {reason}. What was there before is unchanged.", error) { HResult = error.HResult };
}
