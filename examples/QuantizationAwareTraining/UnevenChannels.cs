using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;
using System.Runtime.InteropServices;

namespace Examples;

/// <summary>
/// Makes a model that computes the same but is hard to quantize: channels of very different magnitude, as folding
/// BatchNormalization often leaves them. Each channel of a normalization is scaled, and the convolution behind its Relu scaled back. The
/// Relu becomes a Clip, as in networks with ReLU6, over which cross-layer equalization cannot scale the channels back by itself.
/// </summary>
internal static class UnevenChannels
{
    private const float MoreThanAnyValue = 1e6f;

    /// <param name="modelFile">The model.</param>
    /// <param name="path">Where the other form of it goes.</param>
    /// <param name="spread">By how much channels are scaled up or down at most.</param>
    /// <param name="only">The output of the one normalization to change; <see langword="null"/> changes all.</param>
    public static void Write(string modelFile, string path, float spread = 5, string? only = null)
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(modelFile));
        foreach (var normalization in model.Graph.Node.Where(node => node.OpType == "BatchNormalization" && (only == null || node.Output[0] == only)))
        {
            if (OnlyReader(model, normalization) is { OpType: "Relu" } relu && OnlyReader(model, relu) is { OpType: "Conv" } convolution)
            {
                float[] factors = [.. Floats(model, normalization.Input[1]).Select((_, channel) => MathF.Pow(spread, MathF.Sin(channel)))];
                Scale(model, normalization.Input[1], channel => factors[channel], perChannel: 1);
                Scale(model, normalization.Input[2], channel => factors[channel], perChannel: 1);
                var weights = Initializer(model, convolution.Input[1]);
                int taps = (int)(weights.Dims[2] * weights.Dims[3]);
                Scale(model, weights.Name, channel => 1 / factors[channel % factors.Length], perChannel: taps);
                (relu.OpType, string low, string high) = ("Clip", Constant(model, relu.Name + ".low", 0), Constant(model, relu.Name + ".high", MoreThanAnyValue));
                relu.Input.Add([low, high]);
            }
        }

        File.WriteAllBytes(path, model.ToByteArray());
    }

    private static NodeProto? OnlyReader(ModelProto model, NodeProto node) =>
        model.Graph.Node.Where(reader => reader.Input.Contains(node.Output[0])).ToArray() is [var only] ? only : null;

    /// <summary>Weights of a convolution are [outputs, inputs, height, width]; those of a depthwise one have a single input each.</summary>
    private static void Scale(ModelProto model, string name, Func<int, float> factor, int perChannel)
    {
        var values = Floats(model, name).ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            values[i] *= factor(i / perChannel);
        }

        Initializer(model, name).RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(values));
    }

    private static string Constant(ModelProto model, string name, float value)
    {
        model.Graph.Initializer.Add(new TensorProto { Name = name, DataType = (int)TensorProto.Types.DataType.Float, RawData = ByteString.CopyFrom(BitConverter.GetBytes(value)) });
        return name;
    }

    private static float[] Floats(ModelProto model, string name) => MemoryMarshal.Cast<byte, float>(Initializer(model, name).RawData.Span).ToArray();

    private static TensorProto Initializer(ModelProto model, string name) => model.Graph.Initializer.First(tensor => tensor.Name == name);
}
