using Microsoft.ML.Quantization.Targets.CoreML.Format;

namespace Microsoft.ML.Quantization.Tests.Targets.CoreML;

/// <summary>A value of a program as a test reads it: its type and shape, and what it holds where that is constant.</summary>
internal sealed record MilConstant(MilDataType Type, int[] Shape)
{
    public float[]? Reals { get; init; }

    public int[]? Integers { get; init; }

    public string? Text { get; init; }

    public bool? Flag { get; init; }

    public bool IsConstant => Reals != null || Integers != null || Text != null || Flag != null;

    public long Count => Shape.Aggregate(1L, (product, size) => product * size);
}
