using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>Nodes other than layers whose constants can take up the scale of channels: they make channels anew.</summary>
internal static class ChannelMakers
{
    /// <summary>The gain and the offset of a LayerNormalization over the last dimension.</summary>
    public static ChannelTensor? Normalized(NodeProto node, ChannelFlow flow)
    {
        flow.Fix(node.Input[0]);
        if (flow.Dimensions(node.Output[0])?.Count is not ({ } rank and > 1) || node.Integer("axis", -1) is var axis && axis != -1 && axis != rank - 1
            || node.Output.Count > 1 || !node.Input.Skip(1).All(input => input.Length > 0 && flow.IsEditable(input)))
        {
            return null;
        }

        int[] channels = flow.Sets.Add((int)TensorChecks.ElementCount(flow.Index.Initializer(node.Input[1])!));
        for (int input = 1; input < node.Input.Count; input++)
        {
            if (TensorChecks.ElementCount(flow.Index.Initializer(node.Input[input])!) != channels.Length)
            {
                return null;
            }

            flow.Constants.Add(new ScaledConstant(new TensorUse(node, input), channels));
        }

        return new ChannelTensor(channels, rank, rank - 1);
    }

    /// <summary>A BatchNormalization that no layer could take up: it may read channels in other units than it makes.</summary>
    public static ChannelTensor? BatchNormalized(NodeProto node, ChannelFlow flow)
    {
        if (flow.Dimensions(node.Output[0])?.Count is not ({ } rank and > 1) || node.Output.Count > 1 || node.Integer("training_mode", 0) != 0
            || node.Input.Count != 5 || !node.Input.Skip(1).All(flow.IsEditable))
        {
            return null;
        }

        int count = (int)TensorChecks.ElementCount(flow.Index.Initializer(node.Input[1])!);
        int[]? read = flow.Find(node.Input[0]) is { Axis: 1 } tensor && tensor.Rank == rank && tensor.Channels.Length == count ? tensor.Channels : null;
        if (read == null)
        {
            flow.Fix(node.Input[0]);
        }

        int[] channels = flow.Sets.Add(count);
        flow.Constants.Add(new ScaledConstant(new TensorUse(node, 1), channels) { Read = read });
        flow.Constants.Add(new ScaledConstant(new TensorUse(node, 2), channels));
        if (read != null)
        {
            flow.Constants.Add(new ScaledConstant(new TensorUse(node, 3), read));
        }

        return new ChannelTensor(channels, rank, 1);
    }

    /// <summary>A factor for each channel: what comes in may have other units than what goes out.</summary>
    public static ChannelTensor? Scaled(NodeProto node, ChannelFlow flow)
    {
        bool first = flow.Index.Initializer(node.Input[0]) != null;
        string constant = node.Input[first ? 0 : 1];
        string tensor = node.Input[first ? 1 : 0];
        if (flow.Dimensions(node.Output[0])?.Count is not { } rank || !flow.IsEditable(constant))
        {
            return null;
        }

        var values = flow.Index.Initializer(constant)!;
        int axis = Axis(values, rank);
        if (axis < 1 || flow.Dimensions(node.Output[0])![axis] != TensorChecks.ElementCount(values))
        {
            return null;
        }

        var read = flow.Find(tensor);
        bool isKnown = read != null && read.Rank == rank && read.Axis == axis && read.Channels.Length == TensorChecks.ElementCount(values);
        if (!isKnown)
        {
            flow.Fix(tensor);
        }

        int[] channels = flow.Sets.Add((int)TensorChecks.ElementCount(values));
        flow.Constants.Add(new ScaledConstant(new TensorUse(node, first ? 0 : 1), channels) { Read = isKnown ? read!.Channels : null });
        return new ChannelTensor(channels, rank, axis);
    }

    /// <summary>The dimension along which a constant has its values, counted in what it is combined with; -1 where it is not one alone.</summary>
    private static int Axis(TensorProto values, int rank)
    {
        int[] wide = [.. Enumerable.Range(0, values.Dims.Count).Where(i => values.Dims[i] > 1)];
        return wide.Length == 1 ? wide[0] + rank - values.Dims.Count : -1;
    }
}
