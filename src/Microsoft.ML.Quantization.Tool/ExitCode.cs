namespace Microsoft.ML.Quantization.Tool;

/// <summary>What the process says to the shell.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The model was made, or could not be made, within the budget that was asked for.</summary>
    public const int BudgetMissed = 1;

    /// <summary>Arguments, files or data that do not fit.</summary>
    public const int BadInput = 2;

    /// <summary>As shells have it for SIGINT.</summary>
    public const int Interrupted = 130;
}
