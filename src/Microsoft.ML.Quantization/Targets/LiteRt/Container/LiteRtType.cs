namespace Microsoft.ML.Quantization.Targets.LiteRt.Container;

/// <summary>The element types that are written, by the numbers of the format.</summary>
internal enum LiteRtType
{
    Float32 = 0,
    Int32 = 2,
    Int8 = 9,
}
