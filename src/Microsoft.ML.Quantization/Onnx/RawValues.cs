using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>The values of an inline tensor in ONNX's raw form, however they are stored.</summary>
internal static class RawValues
{
    /// <param name="tensor">A tensor of whole bytes an element.</param>
    public static byte[] Read(TensorProto tensor)
    {
        if (tensor.HasRawData)
        {
            return tensor.RawData.ToByteArray();
        }

        return (DataType)tensor.DataType switch
        {
            DataType.Float or DataType.Complex64 => LittleEndian.Write<float>([.. tensor.FloatData]),
            DataType.Double or DataType.Complex128 => LittleEndian.Write<double>([.. tensor.DoubleData]),
            DataType.Int64 => LittleEndian.Write<long>([.. tensor.Int64Data]),
            DataType.Uint64 => LittleEndian.Write<ulong>([.. tensor.Uint64Data]),
            DataType.Uint32 => LittleEndian.Write<uint>([.. tensor.Uint64Data.Select(value => (uint)value)]),
            DataType.Int32 => LittleEndian.Write<int>([.. tensor.Int32Data]),
            _ when ElementTypes.Bits(tensor.DataType) == 16 => LittleEndian.Write<ushort>([.. tensor.Int32Data.Select(value => (ushort)value)]),
            _ => [.. tensor.Int32Data.Select(value => (byte)value)],
        };
    }
}
