namespace Microsoft.ML.Quantization.Targets.LiteRt.Container;

/// <summary>
/// The version of an operator that a runtime has to have. Each is the lowest that knows the element type, so that old runtimes and the compiler for the Edge TPU
/// take the file.
/// </summary>
internal static class LiteRtVersions
{
    private const int Float = 1;

    /// <summary>For one use of an operator.</summary>
    /// <param name="code">The operator.</param>
    /// <param name="output">The type of what it gives.</param>
    /// <param name="isRescaling">Whether it only brings INT8 values to another scale.</param>
    public static int Find(LiteRtCode code, LiteRtType output, bool isRescaling) => code switch
    {
        LiteRtCode.Quantize => isRescaling ? 2 : 1,
        LiteRtCode.Dequantize => 2,
        LiteRtCode.TransposeConv => 3, // the one that takes a bias
        _ when output != LiteRtType.Int8 => Float,
        LiteRtCode.Conv2D or LiteRtCode.DepthwiseConv2D => 3,
        LiteRtCode.FullyConnected => 4,
        LiteRtCode.Reshape => 1,
        _ => 2,
    };
}
