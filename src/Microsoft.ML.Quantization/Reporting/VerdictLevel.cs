namespace Microsoft.ML.Quantization.Reporting;

/// <summary>Whether to go on with a quantized model.</summary>
internal enum VerdictLevel
{
    /// <summary>Nothing speaks against it.</summary>
    Good,

    /// <summary>Something should be looked at.</summary>
    Caution,

    /// <summary>It does not do what the FP32 model does, or is not worth it.</summary>
    Bad,
}
