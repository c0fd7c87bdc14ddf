namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Finds in a message of ONNX Runtime the operator that it does not have, in time linear in the message.</summary>
internal static class MissingOperator
{
    private static readonly (string Before, string After)[] Forms =
    [
        ("No Op registered for ", " with"),
        ("Could not find an implementation for ", "("),
        ("Failed to find kernel for ", "("),
    ];

    /// <returns>The operator, with its domain where the message has it; <see langword="null"/> where it says something else.</returns>
    public static string? Find(string message)
    {
        const string NotRegistered = " is not a registered function/op";
        int end = message.IndexOf(NotRegistered, StringComparison.Ordinal);
        if (end > 0 && message.LastIndexOf('(', end) is var bracket && bracket > 0)
        {
            // "... Fatal error: domain:Operator(-1) is not a registered function/op"
            return message[(message.LastIndexOf(' ', bracket) + 1)..bracket];
        }

        foreach (var (before, after) in Forms)
        {
            int start = message.IndexOf(before, StringComparison.Ordinal);
            int from = start + before.Length;
            if (start >= 0 && message.IndexOf(after, from, StringComparison.Ordinal) is var stop && stop > from)
            {
                return message[from..stop];
            }
        }

        return null;
    }
}
