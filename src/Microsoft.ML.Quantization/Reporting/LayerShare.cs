namespace Microsoft.ML.Quantization.Reporting;

/// <summary>How much of the output's error one layer makes.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="OperatorType">Its ONNX operator.</param>
/// <param name="Share">Its share of the output's error, 0 to 1.</param>
/// <param name="IsQuantized">Whether it runs in INT8.</param>
internal sealed record LayerShare(string Node, string OperatorType, double Share, bool IsQuantized);
