using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Training.Graph;

/// <summary>
/// Which constants of a graph are weights, which training may change: those that stand where an operator has its weights, and biases that
/// are added right behind. Masks, positions, factors and other constants stay, and so do embedding tables: fine-tuning sees few of their
/// rows.
/// </summary>
internal static class TrainableTensors
{
    // The inputs that are weights, statistics of BatchNormalization not among them.
    private static readonly Dictionary<string, int[]> WeightInputs = new(StringComparer.Ordinal)
    {
        ["Conv"] = [1, 2],
        ["ConvTranspose"] = [1, 2],
        ["Gemm"] = [1, 2],
        ["MatMul"] = [0, 1],
        ["Einsum"] = [0, 1],
        ["PRelu"] = [1],
        ["BatchNormalization"] = [1, 2],
        ["GroupNormalization"] = [1, 2],
        ["InstanceNormalization"] = [1, 2],
        ["LayerNormalization"] = [1, 2],
        ["RMSNormalization"] = [1],
    };

    public static HashSet<string> Names(GraphProto graph)
    {
        var index = new GraphIndex(graph);
        return [.. graph.Node.SelectMany(node => Constants(node, index)).Where(name => IsNumbers(index.Initializer(name)))];
    }

    private static IEnumerable<string> Constants(NodeProto node, GraphIndex index) => node.OpType switch
    {
        "Add" => node.Input.Where((name, i) => IsVector(index.Initializer(name)) && TakesBias(node.Input[1 - i], index)),
        "Mul" => node.Input.Where((name, i) => IsVector(index.Initializer(name)) && WrittenOutNormalization.IsNormalized(node.Input[1 - i], index)),
        _ => WeightInputs.GetValueOrDefault(node.OpType, []).Where(input => input < node.Input.Count).Select(input => node.Input[input]),
    };

    private static bool TakesBias(string tensor, GraphIndex index) => index.Producer(tensor) is { } maker
        && (IsProduct(maker, index) || WrittenOutNormalization.IsScaled(maker, index));

    private static bool IsProduct(NodeProto node, GraphIndex index) =>
        node.OpType is "Conv" or "ConvTranspose" or "Gemm" or "MatMul" or "Einsum" && node.Input.Any(name => index.Initializer(name) != null);

    /// <summary>One value for each channel or feature; a table of positions or a mask has more.</summary>
    private static bool IsVector(TensorProto? constant) => constant != null && constant.Dims.Count(size => size != 1) <= 1;

    private static bool IsNumbers(TensorProto? constant) =>
        constant is { DataType: (int)DataType.Float } && TensorChecks.ElementCount(constant) > 1;
}
