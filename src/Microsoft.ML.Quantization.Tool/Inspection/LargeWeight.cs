namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>A tensor that takes much of the file.</summary>
internal sealed record LargeWeight(string Name, string Type, long Bytes);
