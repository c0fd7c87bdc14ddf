namespace Microsoft.ML.Quantization.Onnx.Sizes;

/// <summary>Which operators make outputs whose size follows from values.</summary>
internal static class SizeRules
{
    /// <summary>How many values these give depends on what is in them.</summary>
    private static readonly HashSet<string> Always = new(StringComparer.Ordinal)
    {
        "NonZero", "NonMaxSuppression", "Unique", "Compress", "StringSplit", "SequenceAt", "SplitToSequence", "ConcatFromSequence",
    };

    /// <summary>The inputs that these take sizes, counts or places from.</summary>
    private static readonly Dictionary<string, int[]> FromInputs = new(StringComparer.Ordinal)
    {
        ["AffineGrid"] = [1],
        ["BlackmanWindow"] = [0],
        ["CenterCropPad"] = [1],
        ["Col2Im"] = [1, 2],
        ["ConstantOfShape"] = [0],
        ["CropAndResize"] = [3],
        ["DFT"] = [1],
        ["Expand"] = [1],
        ["ExpandDims"] = [1],
        ["HammingWindow"] = [0],
        ["HannWindow"] = [0],
        ["MaxUnpool"] = [2],
        ["MelWeightMatrix"] = [0, 1],
        ["OneHot"] = [1],
        ["Pad"] = [1, 3],
        ["Range"] = [0, 1, 2],
        ["Reshape"] = [1],
        ["Resize"] = [1, 2, 3],
        ["STFT"] = [1, 3],
        ["Slice"] = [1, 2, 3, 4],
        ["Split"] = [1],
        ["Squeeze"] = [1],
        ["Tile"] = [1, 2],
        ["TopK"] = [1],
        ["Unsqueeze"] = [1],
        ["Upsample"] = [1],
    };

    private static readonly int[] Axes = [1];

    /// <summary>Whether a node makes sizes from values, given what each of its inputs is.</summary>
    public static bool FromValues(NodeProto node, Flow[] inputs)
    {
        if (Always.Contains(node.OpType))
        {
            return Array.Exists(inputs, input => input.HasFlag(Flow.Values));
        }

        int[]? places = node.OpType.StartsWith("Reduce", StringComparison.Ordinal) ? Axes : FromInputs.GetValueOrDefault(node.OpType);
        return places != null && Array.Exists(places, place => place < inputs.Length && inputs[place].HasFlag(Flow.Values));
    }
}
