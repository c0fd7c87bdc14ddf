using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

/// <summary>The model that has unsigned activations for signed ones, or the other way round, and gives the same: every integer and its zero point are 128 larger or smaller.</summary>
internal static class MovedIntegers
{
    private const int Offset = 128;

    public static OnnxModel Move(OnnxModel model, QuantizedType to)
    {
        var moved = model.View(model.Proto.Clone());
        var zeroPoints = moved.Graph.Node.Where(node => node.Is("QuantizeLinear") && node.Input.Count > 2).Select(node => node.Input[2]).ToHashSet(StringComparer.Ordinal);
        for (int i = 0; i < moved.Graph.Initializer.Count; i++)
        {
            var tensor = moved.Graph.Initializer[i];
            if (zeroPoints.Contains(tensor.Name) && tensor.DataType == (int)(to == QuantizedType.UInt8 ? TensorProto.Types.DataType.Int8 : TensorProto.Types.DataType.Uint8))
            {
                byte integer = (byte)(TensorData.Integers(tensor)[0] + Offset);
                moved.Graph.Initializer[i] = to == QuantizedType.UInt8 ? TensorData.Create<byte>(tensor.Name, [integer], []) : TensorData.Create<sbyte>(tensor.Name, [(sbyte)integer], []);
            }
        }

        return moved;
    }
}
