namespace Microsoft.ML.Quantization.Placement;

/// <summary>What a node computes in once it is in a target's file.</summary>
/// <param name="Name">The node.</param>
/// <param name="OperatorType">Its ONNX operator.</param>
/// <param name="IsInteger">Whether it computes on INT8 values.</param>
/// <param name="WhyFloat">Why not, as the end of a sentence about it.</param>
internal sealed record WrittenNode(string Name, string OperatorType, bool IsInteger, string WhyFloat);
