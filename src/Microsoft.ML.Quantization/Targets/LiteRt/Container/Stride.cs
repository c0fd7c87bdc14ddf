namespace Microsoft.ML.Quantization.Targets.LiteRt.Container;

/// <summary>A size along height and width.</summary>
internal readonly record struct Stride(int Y, int X);
