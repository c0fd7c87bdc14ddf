using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Training.Graph;

/// <summary>Which constants of a graph are weights: what training may change.</summary>
internal static class TrainableTensors
{
    // The input from which on an operator's constants are weights. Embedding tables (Gather) are left as they are: fine-tuning sees
    // few of their rows, and INT8 does not touch them.
    private static readonly Dictionary<string, int> FirstWeight = new(StringComparer.Ordinal)
    {
        ["Conv"] = 1,
        ["ConvTranspose"] = 1,
        ["Gemm"] = 1,
        ["MatMul"] = 0,
        ["Einsum"] = 0,
        ["Add"] = 0,
        ["PRelu"] = 1,
        ["BatchNormalization"] = 1,
        ["GroupNormalization"] = 1,
        ["InstanceNormalization"] = 1,
        ["LayerNormalization"] = 1,
        ["RMSNormalization"] = 1,
    };

    // The running mean and variance of BatchNormalization are statistics, no weights.
    private const int FirstStatistic = 3;

    public static HashSet<string> Of(GraphProto graph)
    {
        var constants = graph.Initializer
            .Where(tensor => tensor.DataType == (int)DataType.Float && TensorChecks.ElementCount(tensor) > 1)
            .Select(tensor => tensor.Name)
            .ToHashSet(StringComparer.Ordinal);
        return [.. graph.Node.SelectMany(Weights).Where(constants.Contains)];
    }

    private static IEnumerable<string> Weights(NodeProto node)
    {
        if (!FirstWeight.TryGetValue(node.OpType, out int first))
        {
            return [];
        }

        return node.Is("BatchNormalization") ? node.Input.Take(FirstStatistic).Skip(first) : node.Input.Skip(first);
    }
}
