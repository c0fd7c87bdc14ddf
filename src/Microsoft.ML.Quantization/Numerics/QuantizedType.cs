namespace Microsoft.ML.Quantization.Numerics;

/// <summary>The 8-bit integer types a tensor can be quantized to.</summary>
internal enum QuantizedType
{
    /// <summary>0 to 255, stored as ONNX <c>UINT8</c>.</summary>
    UInt8,

    /// <summary>-128 to 127, stored as ONNX <c>INT8</c>.</summary>
    Int8,
}
