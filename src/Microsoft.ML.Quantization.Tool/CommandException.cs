namespace Microsoft.ML.Quantization.Tool;

/// <summary>What the user gave does not fit: ends the command with <see cref="ExitCode.BadInput"/> and a command line that would.</summary>
internal sealed class CommandException(string message, string? example = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>A command line that is right, to be shown below the message.</summary>
    public string? Example { get; } = example;
}
