using Microsoft.ML.Data;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>ONNX element types that an ML.NET column can hold.</summary>
internal static class ItemTypes
{
    private static readonly Dictionary<DataType, PrimitiveDataViewType> Types = new()
    {
        [DataType.Float] = NumberDataViewType.Single,
        [DataType.Double] = NumberDataViewType.Double,
        [DataType.Int8] = NumberDataViewType.SByte,
        [DataType.Int16] = NumberDataViewType.Int16,
        [DataType.Int32] = NumberDataViewType.Int32,
        [DataType.Int64] = NumberDataViewType.Int64,
        [DataType.Uint8] = NumberDataViewType.Byte,
        [DataType.Uint16] = NumberDataViewType.UInt16,
        [DataType.Uint32] = NumberDataViewType.UInt32,
        [DataType.Uint64] = NumberDataViewType.UInt64,
        [DataType.Bool] = BooleanDataViewType.Instance,
        [DataType.String] = TextDataViewType.Instance,
    };

    public static bool Supported(DataType type) => Types.ContainsKey(type);

    public static PrimitiveDataViewType Map(DataType type) => Types[type];
}
