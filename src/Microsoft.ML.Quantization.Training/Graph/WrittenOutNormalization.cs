using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Training.Graph;

/// <summary>
/// Finds the scale and shift of a LayerNormalization that is written out, as before opset 17: (x - mean) / sqrt(variance + epsilon), then
/// times scale, plus shift.
/// </summary>
internal static class WrittenOutNormalization
{
    /// <summary>Whether the tensor is divided by a square root.</summary>
    public static bool IsNormalized(string tensor, GraphIndex index) =>
        index.Producer(tensor) is { } division && division.Is("Div") && index.Producer(division.Input[1]) is { } root && root.Is("Sqrt");

    /// <summary>Whether the node multiplies such a tensor by a constant.</summary>
    public static bool IsScaled(NodeProto node, GraphIndex index) =>
        node.Is("Mul") && node.Input.Any(name => IsNormalized(name, index)) && node.Input.Any(name => index.Initializer(name) != null);
}
