using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>Convolutions and linear layers: they read channels and make others.</summary>
internal static class LayerRule
{
    public static ChannelTensor? Made(NodeProto node, ChannelFlow flow)
    {
        if (WeightedNodes.Obstacle(node, flow.Index) != null || !flow.IsEditable(node.Input[1]) || !flow.IsOwn(node.Input[1]) || Rank(node, flow) is not { } rank)
        {
            return null;
        }

        var weights = flow.Index.Initializer(node.Input[1])!;
        var layout = WeightedNodes.Layout(node, weights.Dims);
        int axis = WeightedNodes.HasChannelsLast(node) ? rank - 1 : 1;
        int[] inputs = Read(node.Input[0], axis, layout.InputChannels, flow);
        int[] outputs = Outputs(node, layout.Channels, flow);
        flow.Weights.Add(new ScaledWeights(node.Input[1], () => flow.Model.Floats(weights), layout, inputs, outputs) { Node = node });
        return new ChannelTensor(outputs, rank, axis);
    }

    /// <summary>The channels that weights read; fixed ones where they are not known.</summary>
    private static int[] Read(string tensor, int axis, int count, ChannelFlow flow)
    {
        if (flow.Find(tensor) is { } found && found.Axis == axis && found.Channels.Length == count)
        {
            return found.Channels;
        }

        flow.Fix(tensor);
        return new int[count];
    }

    private static int[] Outputs(NodeProto node, int count, ChannelFlow flow)
    {
        if (node.Input.Count < 3 || node.Input[2].Length == 0)
        {
            return flow.Sets.Add(count);
        }

        if (!flow.IsEditable(node.Input[2]) || TensorChecks.ElementCount(flow.Index.Initializer(node.Input[2])!) != count)
        {
            return new int[count];
        }

        int[] outputs = flow.Sets.Add(count);
        flow.Constants.Add(new ScaledConstant(new TensorUse(node, 2), outputs));
        return outputs;
    }

    private static int? Rank(NodeProto node, ChannelFlow flow) => node.OpType switch
    {
        "Conv" => flow.Index.Initializer(node.Input[1])!.Dims.Count,
        "Gemm" => 2,
        _ => flow.Dimensions(node.Output[0])?.Count is { } rank and > 1 ? rank : null,
    };
}
