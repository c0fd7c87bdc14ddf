namespace Microsoft.ML.Quantization.Tool.Inspection;

/// <summary>The nodes of one kernel in ONNX Runtime's optimized graph.</summary>
internal sealed record KernelCount(string Name, int Nodes, bool IsInteger);
