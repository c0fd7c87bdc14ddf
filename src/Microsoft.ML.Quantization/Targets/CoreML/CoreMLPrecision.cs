namespace Microsoft.ML.Quantization;

/// <summary>The real numbers that a Core ML package computes with between INT8 values.</summary>
/// <example>
/// <code>
/// var options = new CoreMLOptions { Precision = CoreMLPrecision.FP32 };
/// </code>
/// </example>
public enum CoreMLPrecision
{
    /// <summary>16 bits: what Apple's Neural Engine computes with. Scales and biases are rounded to 11 bits, and values over 65504 do not fit.</summary>
    FP16,

    /// <summary>32 bits: the same scales as in ONNX. Core ML runs such a package on the CPU or GPU.</summary>
    FP32,
}
