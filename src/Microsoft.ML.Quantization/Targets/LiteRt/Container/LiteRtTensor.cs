namespace Microsoft.ML.Quantization.Targets.LiteRt.Container;

/// <summary>A tensor of the file.</summary>
/// <param name="Index">Its place in the file.</param>
/// <param name="Name">Its name; it need not be the only one of that name.</param>
/// <param name="Shape">Its dimensions, those of an image as batch, height, width, channels.</param>
/// <param name="Type">The type of its elements.</param>
internal sealed record LiteRtTensor(int Index, string Name, int[] Shape, LiteRtType Type)
{
    /// <summary>Its values, little-endian; <see langword="null"/> where they are computed.</summary>
    public byte[]? Data { get; init; }

    /// <summary>What its integers stand for; <see langword="null"/> where they are numbers of their own, as sizes.</summary>
    public LiteRtQuantization? Quantization { get; init; }

    public bool IsInteger => Type == LiteRtType.Int8;
}
