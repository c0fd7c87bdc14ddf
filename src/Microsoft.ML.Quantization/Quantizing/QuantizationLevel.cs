namespace Microsoft.ML.Quantization;

/// <summary>What a trained model may lose for being smaller and faster.</summary>
public enum QuantizationLevel
{
    /// <summary>Nothing: every score, probability and decision keeps its bits. Trees alone can be quantized like that; linear and ONNX stages stay as they are.</summary>
    Exact,

    /// <summary>A little, which the report measures: leaves of trees are rounded to 16 bits, weights of linear models to INT8, and ONNX stages are quantized.</summary>
    Compact,
}
