using System.Runtime.InteropServices;
using Google.Protobuf;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Reads and makes the values of inline tensors.</summary>
internal static class TensorData
{
    /// <summary>The values of a float, double, float16 or bfloat16 tensor, as floats, row-major.</summary>
    public static float[] Floats(TensorProto tensor)
    {
        RefuseExternal(tensor);
        ReadOnlySpan<byte> raw = tensor.RawData.Span;
        switch ((DataType)tensor.DataType)
        {
            case DataType.Float:
                return tensor.HasRawData ? LittleEndian.Read<float>(raw) : [.. tensor.FloatData];
            case DataType.Double:
                return [.. (tensor.HasRawData ? LittleEndian.Read<double>(raw) : [.. tensor.DoubleData]).Select(v => (float)v)];
            case DataType.Float16:
                return [.. Halves(tensor).Select(v => (float)BitConverter.UInt16BitsToHalf(v))];
            case DataType.Bfloat16:
                return [.. Halves(tensor).Select(v => BitConverter.Int32BitsToSingle(v << 16))];
            default:
                throw Unexpected(tensor, "a floating-point tensor");
        }
    }

    /// <summary>The values of an int8 tensor in raw form, row-major and not copied.</summary>
    public static ReadOnlySpan<sbyte> SignedBytes(TensorProto tensor)
    {
        RefuseExternal(tensor);
        return tensor.HasRawData && tensor.DataType == (int)DataType.Int8
            ? MemoryMarshal.Cast<byte, sbyte>(tensor.RawData.Span)
            : throw Unexpected(tensor, "a raw int8 tensor");
    }

    /// <summary>The values of a signed or unsigned integer or boolean tensor, row-major.</summary>
    public static long[] Integers(TensorProto tensor)
    {
        RefuseExternal(tensor);
        ReadOnlySpan<byte> raw = tensor.RawData.Span;
        bool hasRaw = tensor.HasRawData;
        switch ((DataType)tensor.DataType)
        {
            case DataType.Int64:
                return hasRaw ? LittleEndian.Read<long>(raw) : [.. tensor.Int64Data];
            case DataType.Int32:
                return hasRaw ? Widen(LittleEndian.Read<int>(raw)) : Widen(tensor.Int32Data);
            case DataType.Int16:
                return hasRaw ? Array.ConvertAll(LittleEndian.Read<short>(raw), v => (long)v) : Widen(tensor.Int32Data);
            case DataType.Uint16:
                return hasRaw ? Array.ConvertAll(LittleEndian.Read<ushort>(raw), v => (long)v) : Widen(tensor.Int32Data);
            case DataType.Int8:
                return hasRaw ? Array.ConvertAll(LittleEndian.Read<sbyte>(raw), v => (long)v) : Widen(tensor.Int32Data);
            case DataType.Uint8 or DataType.Bool:
                return hasRaw ? Array.ConvertAll(raw.ToArray(), v => (long)v) : Widen(tensor.Int32Data);
            case DataType.Uint32:
                return hasRaw ? Array.ConvertAll(LittleEndian.Read<uint>(raw), v => (long)v) : [.. tensor.Uint64Data.Select(v => (long)v)];
            default:
                throw Unexpected(tensor, "an integer tensor");
        }
    }

    /// <summary>A tensor of the element type that corresponds to <typeparamref name="T"/>, its values in raw form.</summary>
    public static TensorProto Create<T>(string name, ReadOnlySpan<T> values, params ReadOnlySpan<long> dims)
        where T : unmanaged
    {
        var tensor = new TensorProto { Name = name, DataType = (int)TypeOf(typeof(T)) };
        tensor.Dims.AddRange(dims.ToArray());
        if (TensorChecks.ElementCount(tensor) != values.Length)
        {
            throw new ArgumentException($"{values.Length} values do not fill a tensor of shape [{tensor.Dims}].", nameof(values));
        }

        tensor.RawData = UnsafeByteOperations.UnsafeWrap(LittleEndian.Write(values));
        return tensor;
    }

    private static IEnumerable<ushort> Halves(TensorProto tensor) =>
        tensor.HasRawData ? LittleEndian.Read<ushort>(tensor.RawData.Span) : tensor.Int32Data.Select(v => (ushort)v);

    private static long[] Widen(IEnumerable<int> values) => [.. values.Select(v => (long)v)];

    private static DataType TypeOf(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Single => DataType.Float,
        TypeCode.Double => DataType.Double,
        TypeCode.Int64 => DataType.Int64,
        TypeCode.Int32 => DataType.Int32,
        TypeCode.Int16 => DataType.Int16,
        TypeCode.UInt16 => DataType.Uint16,
        TypeCode.SByte => DataType.Int8,
        TypeCode.Byte => DataType.Uint8,
        TypeCode.Boolean => DataType.Bool,
        _ when type == typeof(Half) => DataType.Float16,
        _ => throw new ArgumentException($"No ONNX element type for {type}.", nameof(type)),
    };

    private static void RefuseExternal(TensorProto tensor)
    {
        if (tensor.DataLocation == DataLocation.External)
        {
            throw new InvalidOperationException($"Tensor '{tensor.Name}' is kept on disk; read it through its model.");
        }
    }

    private static InvalidDataException Unexpected(TensorProto tensor, string expected) =>
        new($"Tensor '{tensor.Name}' holds {ElementTypes.Name(tensor.DataType)}, where {expected} was expected.");
}
