namespace Microsoft.ML.Quantization.Targets.CoreML.Format;

/// <summary>A value of the program.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its shape.</param>
internal sealed record MilTensor(string Name, MilDataType Type, int[] Shape);
