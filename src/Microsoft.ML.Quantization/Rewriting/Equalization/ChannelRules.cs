using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>What becomes of channels in a node.</summary>
internal static class ChannelRules
{
    /// <returns>What the node makes; <see langword="null"/> where nothing that it reads may be scaled.</returns>
    public static ChannelTensor? Made(NodeProto node, ChannelFlow flow) => node.OpType switch
    {
        "Conv" or "Gemm" or "MatMul" => LayerRule.Made(node, flow),
        "Add" when node.Input.Any(input => flow.Index.Initializer(input) != null) => AddedConstant(node, flow),
        "Add" or "Sub" or "Sum" or "Max" or "Min" => Joined(node, flow),
        "LayerNormalization" when flow.ThroughClips => ChannelMakers.Normalized(node, flow),
        "BatchNormalization" when flow.ThroughClips => ChannelMakers.BatchNormalized(node, flow),
        "Transpose" when flow.ThroughClips => Transposed(node, flow),
        "Mul" when flow.ThroughClips && ChannelMakers.Scaled(node, flow) is { } made => made,
        "Mul" or "Div" or "PRelu" => Multiplied(node, flow),
        "Concat" => Concatenated(node, flow),
        "Clip" => Clipped(node, flow),
        "Flatten" or "Reshape" or "Squeeze" or "Unsqueeze" => Reshaped(node, flow),
        _ => flow.Find(node.Input.FirstOrDefault("")) is { } tensor && ChannelwiseOperators.Keeps(node, tensor, flow.Index) ? Kept(node, tensor, flow) : null,
    };

    private static ChannelTensor? AddedConstant(NodeProto node, ChannelFlow flow)
    {
        bool first = flow.Index.Initializer(node.Input[0]) != null;
        string constant = node.Input[first ? 0 : 1];
        if (flow.Find(node.Input[first ? 1 : 0]) is not { } tensor || !flow.IsEditable(constant))
        {
            return null;
        }

        var values = flow.Index.Initializer(constant)!;
        int at = tensor.Axis - tensor.Rank + values.Dims.Count;
        if (values.Dims.Count > tensor.Rank || at < 0 || values.Dims[at] != tensor.Channels.Length || TensorChecks.ElementCount(values) != tensor.Channels.Length)
        {
            return null;
        }

        flow.Constants.Add(new ScaledConstant(new TensorUse(node, first ? 0 : 1), tensor.Channels));
        return tensor;
    }

    private static ChannelTensor? Joined(NodeProto node, ChannelFlow flow)
    {
        var tensors = node.Input.Select(flow.Find).ToArray();
        if (tensors[0] is not { } first || !Array.TrueForAll(tensors, tensor => tensor != null && first.IsLike(tensor) && tensor.Channels.Length == first.Channels.Length))
        {
            return null;
        }

        foreach (var other in tensors.Skip(1))
        {
            for (int i = 0; i < first.Channels.Length; i++)
            {
                flow.Sets.Join(first.Channels[i], other!.Channels[i]);
            }
        }

        return first;
    }

    /// <summary>Scaled with its first input; what that is multiplied with must stay as it is.</summary>
    private static ChannelTensor? Multiplied(NodeProto node, ChannelFlow flow)
    {
        if (node.Input[0] == node.Input[1] || flow.Find(node.Input[0]) is not { } tensor
            || flow.Dimensions(node.Output[0]) is not { } made || made.Count != tensor.Rank || made[tensor.Axis] != tensor.Channels.Length)
        {
            return null;
        }

        flow.Fix(node.Input[1]);
        return tensor;
    }

    private static ChannelTensor? Clipped(NodeProto node, ChannelFlow flow)
    {
        if (!flow.ThroughClips || flow.Find(node.Input[0]) is not { } tensor || UpperBound(node, flow.Index) is not { } bound)
        {
            return null;
        }

        flow.Bounds[node.Output[0]] = bound;
        return tensor;
    }

    /// <summary>The upper bound of a Clip whose lower one is zero.</summary>
    private static double? UpperBound(NodeProto node, GraphIndex index) =>
        node.Input.Count == 3 && index.Initializer(node.Input[1]) is { } low && index.Initializer(node.Input[2]) is { } high
            && TensorData.Floats(low) is [0f] && TensorData.Floats(high) is [> 0f and var bound] && float.IsFinite(bound) ? bound : null;

    private static ChannelTensor? Concatenated(NodeProto node, ChannelFlow flow)
    {
        var tensors = node.Input.Select(flow.Find).ToArray();
        if (tensors[0] is not { } first || !Array.TrueForAll(tensors, tensor => tensor != null && first.IsLike(tensor)))
        {
            return null;
        }

        long axis = node.Integer("axis", 0);
        return (axis < 0 ? axis + first.Rank : axis) == first.Axis ? first with { Channels = [.. tensors.SelectMany(tensor => tensor!.Channels)] } : null;
    }

    private static ChannelTensor? Reshaped(NodeProto node, ChannelFlow flow)
    {
        if (flow.Find(node.Input[0]) is not { } tensor || flow.Dimensions(node.Input[0]) is not { } from || from.Count != tensor.Rank || flow.Dimensions(node.Output[0]) is not { } to)
        {
            return null;
        }

        return tensor.Axis == tensor.Rank - 1 && to.Count > 1 && to[^1] == tensor.Channels.Length
            ? new ChannelTensor(tensor.Channels, to.Count, to.Count - 1)
            : Flattened(tensor, from, to);
    }

    /// <summary>Channels and what follows them become one dimension: each channel is there as often as it had values.</summary>
    private static ChannelTensor? Flattened(ChannelTensor tensor, IReadOnlyList<long> from, IReadOnlyList<long> to)
    {
        if (tensor.Axis != 1 || to.Count != 2 || to[0] != from[0] || from.Skip(2).Any(size => size < 1))
        {
            return null;
        }

        long times = from.Skip(2).Aggregate(1L, (product, size) => product * size);
        return to[1] == tensor.Channels.Length * times
            ? new ChannelTensor([.. tensor.Channels.SelectMany(channel => Enumerable.Repeat(channel, (int)times))], 2, 1)
            : null;
    }

    private static ChannelTensor? Transposed(NodeProto node, ChannelFlow flow) =>
        flow.Find(node.Input[0]) is { } tensor && node.Integers("perm") is { } order && order.Length == tensor.Rank
            ? tensor with { Axis = Array.IndexOf(order, tensor.Axis) }
            : null;

    private static ChannelTensor? Kept(NodeProto node, ChannelTensor tensor, ChannelFlow flow) =>
        flow.Dimensions(node.Output[0])?.Count is { } rank && rank > tensor.Axis && (rank == tensor.Rank || tensor.Axis == 1) ? tensor with { Rank = rank } : null;
}
