namespace Microsoft.ML.Quantization.Targets.FixedShapes;

/// <summary>A file format whose sizes are fixed, as messages name it.</summary>
/// <param name="Name">What a file is, such as "a LiteRT file".</param>
/// <param name="Options">The options that give free dimensions a size.</param>
internal sealed record FixedFormat(string Name, string Options);
