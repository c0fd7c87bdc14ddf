namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>The node that makes a tensor.</summary>
/// <param name="Node">Its name.</param>
/// <param name="OperatorType">Its ONNX operator.</param>
internal sealed record TensorMaker(string Node, string OperatorType)
{
    /// <summary>Whether channels can be scaled behind it: not where it makes them all of one size, or of their neighbours' values.</summary>
    public bool CanScale => OperatorType is not ("LayerNormalization" or "Softmax" or "Sigmoid" or "Tanh" or "Gelu" or "Clip");
}
