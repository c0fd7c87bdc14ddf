namespace Microsoft.ML.Quantization.Targets.CoreML.Format;

/// <summary>Types of values, as the format writes them.</summary>
internal static class MilTypes
{
    public static MilValueType Of(MilDataType type, ReadOnlySpan<int> shape)
    {
        var tensor = new MilTensorType { DataType = type, Rank = shape.Length };
        foreach (int size in shape)
        {
            tensor.Dimensions.Add(new MilDimension { Constant = new MilDimension.Types.Constant { Size = (ulong)size } });
        }

        return new MilValueType { TensorType = tensor };
    }

    /// <summary>The size of an element in bytes.</summary>
    public static int Size(MilDataType type) => type switch
    {
        MilDataType.Float16 => 2,
        MilDataType.Float32 or MilDataType.Int32 => 4,
        _ => 1,
    };
}
