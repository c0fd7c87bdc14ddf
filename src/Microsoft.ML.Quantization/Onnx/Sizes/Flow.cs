namespace Microsoft.ML.Quantization.Onnx.Sizes;

/// <summary>What of a tensor follows from the values of the model's inputs, beyond their sizes.</summary>
[Flags]
internal enum Flow
{
    /// <summary>Nothing: it is constant, or a size.</summary>
    None = 0,

    /// <summary>Its values.</summary>
    Values = 1,

    /// <summary>Its size.</summary>
    Size = 2,

    Both = Values | Size,
}
