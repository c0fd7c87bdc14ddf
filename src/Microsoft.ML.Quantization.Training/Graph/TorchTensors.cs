using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Graph;

/// <summary>Brings ONNX tensors and model inputs into TorchSharp.</summary>
internal static class TorchTensors
{
    /// <summary>The values of an initializer: floating point as float32, booleans as bool, integers as int64 or int32.</summary>
    public static Tensor Read(TensorProto proto, Device device)
    {
        long[] shape = [.. proto.Dims];
        return (DataType)proto.DataType switch
        {
            DataType.Float or DataType.Double or DataType.Float16 or DataType.Bfloat16 => tensor(TensorData.Floats(proto), shape, device: device),
            DataType.Bool => tensor(Array.ConvertAll(TensorData.Integers(proto), value => value != 0), shape),
            DataType.Int32 => tensor(TensorData.Integers(proto), shape).to(int32),
            _ => tensor(TensorData.Integers(proto), shape),
        };
    }

    /// <summary>Rows of one shape, stacked along the first dimension; one row alone keeps its shape, whatever that is.</summary>
    public static Tensor Stack(IReadOnlyList<TensorValue> rows)
    {
        long[] shape = rows.Count == 1 ? rows[0].Shape : [rows[0].Shape[0] * rows.Count, .. rows[0].Shape[1..]];
        return rows[0].Values switch
        {
            float[] => tensor(Joined<float>(rows), shape),
            long[] => tensor(Joined<long>(rows), shape),
            int[] => tensor(Joined<int>(rows), shape),
            byte[] => tensor(Joined<byte>(rows), shape),
            bool[] => tensor(Joined<bool>(rows), shape),
            _ => throw new NotSupportedException($"Input '{rows[0].Name}' holds {rows[0].Values.GetType().GetElementType()}, which cannot be trained on."),
        };
    }

    private static T[] Joined<T>(IReadOnlyList<TensorValue> rows)
    {
        var joined = new T[rows.Sum(row => row.Values.Length)];
        int at = 0;
        foreach (var row in rows)
        {
            row.Values.CopyTo(joined, at);
            at += row.Values.Length;
        }

        return joined;
    }
}
