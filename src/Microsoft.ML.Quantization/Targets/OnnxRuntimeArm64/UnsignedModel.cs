using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeArm64;

/// <summary>The model that has unsigned activations for signed ones, and gives the same: every integer and its zero point are 128 larger.</summary>
internal static class UnsignedModel
{
    private const int Offset = 128;

    public static OnnxModel From(OnnxModel model)
    {
        var unsigned = model.View(model.Proto.Clone());
        var zeroPoints = unsigned.Graph.Node.Where(node => node.Is("QuantizeLinear")).Select(node => node.Input[2]).ToHashSet(StringComparer.Ordinal);
        for (int i = 0; i < unsigned.Graph.Initializer.Count; i++)
        {
            if (unsigned.Graph.Initializer[i] is { DataType: (int)TensorProto.Types.DataType.Int8 } tensor && zeroPoints.Contains(tensor.Name))
            {
                unsigned.Graph.Initializer[i] = TensorData.Create<byte>(tensor.Name, [(byte)(TensorData.SignedBytes(tensor)[0] + Offset)], []);
            }
        }

        return unsigned;
    }
}
