namespace Microsoft.ML.Quantization.Onnx;

/// <summary>What the standard says of operators that pass values on.</summary>
internal static class PassedValues
{
    private static readonly HashSet<string> Movers = new(StringComparer.Ordinal)
    {
        "DepthToSpace", "Dropout", "Expand", "Flatten", "Gather", "Identity", "MaxPool", "Pad", "Reshape", "Slice", "SpaceToDepth", "Split", "Squeeze", "Tile",
        "Transpose", "Unsqueeze",
    };

    private static readonly HashSet<string> OrderKeepers = new(StringComparer.Ordinal)
    {
        "Clip", "Concat", "Flatten", "Gather", "HardSigmoid", "Identity", "LeakyRelu", "LogSoftmax", "MaxPool", "Relu", "Reshape", "Resize", "Sigmoid", "Slice",
        "Softmax", "Split", "Squeeze", "Tanh", "Transpose", "Unsqueeze",
    };

    /// <summary>Whether an operator gives values of its first input, moved, left out or repeated.</summary>
    public static bool AreMovedBy(string operatorType) => Movers.Contains(operatorType);

    /// <summary>The inputs of a node whose values it gives in the same order of size, those that are equal still being equal.</summary>
    public static IEnumerable<string> OrderedBy(NodeProto node) =>
        !OrderKeepers.Contains(node.OpType) ? [] : node.OpType == "Concat" ? node.Input : node.Input.Take(1);

    /// <summary>Whether a node puts its inputs side by side.</summary>
    public static bool AreJoinedBy(NodeProto node) => node.OpType == "Concat";

    /// <summary>Whether a reader may take a part of a tensor and leave the rest.</summary>
    public static bool ArePartedBy(TensorUse use) => use.InputIndex == 0 && use.Node.OpType is "Slice" or "Split" or "Gather";

    /// <summary>Whether a node tells where in its first input some values are, having compared them with each other.</summary>
    public static bool AreLocatedBy(NodeProto node) => node.Input.Count > 0 && node.OpType switch
    {
        "ArgMax" or "ArgMin" or "Hardmax" or "TopK" => true,
        "MaxPool" => node.Output.Count > 1 && node.Output[1].Length > 0,
        _ => false,
    };
}
