using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Rewriting.Equalization;

/// <summary>What becomes of errors in nodes without weights.</summary>
internal static class PassedErrors
{
    /// <summary>Counts for an input what counts for the output.</summary>
    /// <returns>Whether it is known what the node makes of errors.</returns>
    public static bool Count(TensorUse use, ReaderWeights behind, ReaderWeights weights, ChannelFlow flow)
    {
        if (Slopes(use, weights.Below.Length, flow) is not { } slopes)
        {
            return false;
        }

        weights.Average(behind.Averaged * (use.Node.OpType is "GlobalAveragePool" or "ReduceMean" ? AveragingNodes.Values(use.Node, flow.Dimensions) : 1));
        int first = use.Node.OpType == "Concat" ? use.Node.Input.Take(use.InputIndex).Sum(input => flow.Find(input)?.Channels.Length ?? 0) : 0;
        int times = use.Node.OpType == "Concat" ? 1 : behind.Below.Length / weights.Below.Length;
        for (int channel = 0; channel < weights.Below.Length; channel++)
        {
            var (below, above) = slopes(channel);
            for (int i = 0; i < times; i++)
            {
                int at = first + (channel * times) + i;
                weights.Add(channel, behind.Side(at, below < 0) * below * below, behind.Side(at, above > 0) * above * above);
            }
        }

        return true;
    }

    /// <summary>By how much the output changes with the input, below and above zero, for each channel; <see langword="null"/> where that is not known.</summary>
    private static Func<int, (double Below, double Above)>? Slopes(TensorUse use, int channels, ChannelFlow flow)
    {
        var node = use.Node;
        switch (node.OpType)
        {
            case "Relu" or "Clip":
                return _ => (0, 1);
            case "LeakyRelu":
                double alpha = node.Real("alpha", 0.01f);
                return _ => (alpha, 1);
            case "PRelu" when use.InputIndex == 0 && flow.Index.Initializer(node.Input[1]) is { } constant && TensorData.Floats(constant) is var slopes && (slopes.Length == 1 || slopes.Length == channels):
                return channel => (slopes[slopes.Length == 1 ? 0 : channel], 1);
            case "Neg":
            case "Sub" when use.InputIndex == 1:
                return _ => (-1, -1);
            case "Abs":
                return _ => (-1, 1);
            case "GlobalAveragePool" or "ReduceMean" or "AveragePool":
                double share = 1 / Math.Sqrt(AveragingNodes.Values(node, flow.Dimensions));
                return _ => (share, share);
            case "PRelu":
                return null;
            case "Mul" or "Div" when node.Input.Any(input => flow.Index.Initializer(input) is { } factors && TensorChecks.ElementCount(factors) > 1):
                return null;
            case "Mul" or "Div":
                double factor = Factor(node, flow.Index);
                return use.InputIndex == 0 ? _ => (factor, factor) : null;
            default:
                return _ => (1, 1);
        }
    }

    /// <summary>The number that the first input is multiplied with; 1 where that is no constant.</summary>
    private static double Factor(NodeProto node, GraphIndex index)
    {
        double value = index.Initializer(node.Input[1]) is { DataType: (int)TensorProto.Types.DataType.Float } constant && TensorData.Floats(constant) is [var one] && one != 0 && float.IsFinite(one) ? one : 1;
        return node.OpType == "Div" ? 1 / value : value;
    }
}
