namespace Microsoft.ML.Quantization.Placement;

/// <summary>An INT8 node whose output has one range for values that are told apart again behind it: the steps of the range are all that is left of small ones.</summary>
/// <param name="Node">The node.</param>
/// <param name="Tensor">Its quantized output.</param>
/// <param name="Outputs">The outputs of the model that are made from it.</param>
internal sealed record SwallowingNode(string Node, string Tensor, IReadOnlyList<string> Outputs);
