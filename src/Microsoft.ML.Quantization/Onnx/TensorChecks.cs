using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Checks that a tensor holds as much data as its dimensions and element type say.</summary>
internal static class TensorChecks
{
    /// <summary>The number of elements the dimensions say: 1 for a scalar.</summary>
    /// <exception cref="InvalidDataException">A dimension is negative, or the product exceeds 64 bits.</exception>
    public static long ElementCount(TensorProto tensor)
    {
        long count = 1;
        foreach (long dim in tensor.Dims)
        {
            if (dim < 0 || (dim > 0 && count > (long.MaxValue >> 8) / dim))
            {
                throw new InvalidDataException($"Tensor '{tensor.Name}' has impossible dimensions {tensor.Dims}.");
            }

            count *= dim;
        }

        return count;
    }

    /// <exception cref="InvalidDataException">The data is shorter or longer than dimensions and element type say.</exception>
    public static void Verify(TensorProto tensor)
    {
        long count = ElementCount(tensor);
        if (tensor.DataType == (int)DataType.Undefined)
        {
            throw new InvalidDataException($"Tensor '{tensor.Name}' has no element type.");
        }

        if (tensor.DataLocation == DataLocation.External)
        {
            return;
        }

        (long expected, long actual, string unit) = tensor.HasRawData
            ? (ElementTypes.ByteLength(tensor.DataType, count) ?? tensor.RawData.Length, tensor.RawData.Length, "bytes")
            : TypedField(tensor, count);
        if (expected != actual)
        {
            throw new InvalidDataException(
                $"Tensor '{tensor.Name}' of type {ElementTypes.Name(tensor.DataType)} and dimensions {tensor.Dims} needs {expected} {unit} "
                + $"but holds {actual}. Export the model again.");
        }
    }

    private static (long Expected, long Actual, string Unit) TypedField(TensorProto tensor, long count)
    {
        switch ((DataType)tensor.DataType)
        {
            case DataType.Float:
                return (count, tensor.FloatData.Count, "values");
            case DataType.Complex64:
                return (2 * count, tensor.FloatData.Count, "values");
            case DataType.Double:
                return (count, tensor.DoubleData.Count, "values");
            case DataType.Complex128:
                return (2 * count, tensor.DoubleData.Count, "values");
            case DataType.Int64:
                return (count, tensor.Int64Data.Count, "values");
            case DataType.Uint32 or DataType.Uint64:
                return (count, tensor.Uint64Data.Count, "values");
            case DataType.String:
                return (count, tensor.StringData.Count, "values");
            default:
                // Smaller types travel in 32-bit fields, those below a byte packed into whole bytes.
                int bits = ElementTypes.Bits(tensor.DataType);
                long expected = bits is > 0 and < 8 ? ElementTypes.ByteLength(tensor.DataType, count)!.Value : count;
                return (bits == 0 ? tensor.Int32Data.Count : expected, tensor.Int32Data.Count, "values");
        }
    }
}
