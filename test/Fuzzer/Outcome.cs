namespace Fuzzer;

/// <summary>What became of a case.</summary>
internal enum OutcomeKind
{
    Ok,
    ClearError,
    UnclearError,
    Crash,
    Hang,
    Leak,
}

/// <param name="Kind">What became of it.</param>
/// <param name="Detail">The error.</param>
internal sealed record Outcome(OutcomeKind Kind, string Detail = "")
{
    public bool IsFailure => Kind is not (OutcomeKind.Ok or OutcomeKind.ClearError);
}
