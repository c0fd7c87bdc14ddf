namespace Microsoft.ML.Quantization.Common;

/// <summary>
/// Errors quote names out of models and files. On its way out of the library a message is made fit to be shown, as all text of others is:
/// one place at the border instead of every sentence.
/// </summary>
internal static class ForeignErrors
{
    /// <summary>Does what a public member is there for.</summary>
    public static T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (!IsClean(e) && Cleaned(e) is { } cleaned)
        {
            throw cleaned;
        }
    }

    /// <summary>Whether the message can be shown as it is, and those inside, which are shown with it.</summary>
    private static bool IsClean(Exception? e) => e == null || (ForeignText.Lines(e.Message) == e.Message && IsClean(e.InnerException));

    /// <returns>An exception of the same type; <see langword="null"/> where none can be made.</returns>
    private static Exception? Cleaned(Exception e)
    {
        string message = ForeignText.Lines(e.Message);
        Exception? inner = IsClean(e.InnerException) ? e.InnerException : Cleaned(e.InnerException!);
        return e switch
        {
            ArgumentOutOfRangeException { ParamName: { } name } => new ArgumentOutOfRangeException(name, WithoutParameter(message, name)),
            ArgumentOutOfRangeException => new ArgumentOutOfRangeException(null, message),
            ArgumentException { ParamName: { } name } => new ArgumentException(WithoutParameter(message, name), name, inner),
            ArgumentException => new ArgumentException(message, inner),
            InvalidDataException => new InvalidDataException(message, inner),
            FileNotFoundException missing => new FileNotFoundException(message, missing.FileName, inner),
            DirectoryNotFoundException => new DirectoryNotFoundException(message, inner),
            IOException => new IOException(message, inner) { HResult = e.HResult },
            UnauthorizedAccessException => new UnauthorizedAccessException(message, inner),
            ObjectDisposedException => new ObjectDisposedException(message, inner),
            InvalidOperationException => new InvalidOperationException(message, inner),
            NotSupportedException => new NotSupportedException(message, inner),
            OperationCanceledException canceled => new OperationCanceledException(message, inner, canceled.CancellationToken),
            _ => null,
        };
    }

    /// <summary>The message without what the exception adds to it.</summary>
    private static string WithoutParameter(string message, string name)
    {
        int at = message.LastIndexOf($" (Parameter '{name}')", StringComparison.Ordinal);
        return at < 0 ? message : message[..at];
    }
}
