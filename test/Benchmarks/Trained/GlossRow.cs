using Microsoft.ML.Data;

namespace Benchmarks.Trained;

/// <summary>A text and which of some classes it is of.</summary>
public sealed class GlossRow
{
    public const int Classes = 45;

    public string Text { get; set; } = "";

    [KeyType(Classes)]
    public uint Label { get; set; }

    public bool Noun { get; set; }

    public float Length { get; set; }
}
