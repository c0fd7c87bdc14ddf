namespace Microsoft.ML.Quantization.Tool.Terminal;

/// <summary>What of ML.NET's log is for the user.</summary>
internal static class LogLine
{
    /// <summary>The message, or nothing where it is about the machinery of ML.NET.</summary>
    public static string? Read(LoggingEventArgs e) => e.Kind switch
    {
        Runtime.ChannelMessageKind.Warning or Runtime.ChannelMessageKind.Error => $"Warning: {e.RawMessage}",
        Runtime.ChannelMessageKind.Info when e.Source.Contains("uantiz", StringComparison.Ordinal) || e.Source.Contains("Calibration", StringComparison.Ordinal) => e.RawMessage,
        _ => null,
    };
}
