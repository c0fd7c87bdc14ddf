using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>The storage size of ONNX element types.</summary>
internal static class ElementTypes
{
    // Types younger than the subset of the format in onnx.proto.
    private const int Float8E8M0 = 24;
    private const int UInt2 = 25;
    private const int Int2 = 26;

    /// <summary>Bits of one element; 0 where elements have no fixed size (strings) or the type is unknown.</summary>
    public static int Bits(int dataType) => dataType switch
    {
        UInt2 or Int2 => 2,
        (int)DataType.Uint4 or (int)DataType.Int4 or (int)DataType.Float4E2M1 => 4,
        (int)DataType.Uint8 or (int)DataType.Int8 or (int)DataType.Bool => 8,
        (int)DataType.Float8E4M3Fn or (int)DataType.Float8E4M3Fnuz => 8,
        (int)DataType.Float8E5M2 or (int)DataType.Float8E5M2Fnuz or Float8E8M0 => 8,
        (int)DataType.Uint16 or (int)DataType.Int16 or (int)DataType.Float16 or (int)DataType.Bfloat16 => 16,
        (int)DataType.Float or (int)DataType.Int32 or (int)DataType.Uint32 => 32,
        (int)DataType.Double or (int)DataType.Int64 or (int)DataType.Uint64 or (int)DataType.Complex64 => 64,
        (int)DataType.Complex128 => 128,
        _ => 0,
    };

    /// <summary>The bytes of <paramref name="count"/> elements in raw form, or null where the type has no fixed size.</summary>
    public static long? ByteLength(int dataType, long count)
    {
        int bits = Bits(dataType);
        return bits == 0 ? null : checked((count * bits + 7) / 8);
    }

    /// <summary>The type's name as ONNX Runtime and the specification write it, for messages.</summary>
    public static string Name(int dataType) =>
        Enum.IsDefined((DataType)dataType) ? ((DataType)dataType).ToString().ToLowerInvariant() : $"type {dataType}";
}
