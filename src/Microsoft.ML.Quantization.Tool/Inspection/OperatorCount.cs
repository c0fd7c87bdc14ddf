namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>The nodes of one operator.</summary>
internal sealed record OperatorCount(string Operator, int Nodes, long WeightBytes);
