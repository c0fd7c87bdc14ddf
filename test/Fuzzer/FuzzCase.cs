namespace Fuzzer;

/// <summary>What a case feeds.</summary>
internal enum CaseKind
{
    Model,
    Table,
    Zip,
    Checkpoint,
}

/// <summary>One hostile input.</summary>
/// <param name="Kind">What reads it.</param>
/// <param name="Source">What it was made from.</param>
/// <param name="Content">The file.</param>
/// <param name="Original">The file that it was made from.</param>
internal sealed record FuzzCase(CaseKind Kind, string Source, byte[] Content, byte[] Original);
