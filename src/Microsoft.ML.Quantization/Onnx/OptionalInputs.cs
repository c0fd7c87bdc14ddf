namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Which inputs of the standard's operators a node may leave out by an empty name, as data.</summary>
internal static class OptionalInputs
{
    private static readonly Dictionary<string, int[]> Places = new(StringComparer.Ordinal)
    {
        ["Attention"] = [3, 4, 5, 6],
        ["CausalConvWithState"] = [2, 3],
        ["Clip"] = [1, 2],
        ["Conv"] = [2],
        ["ConvInteger"] = [2, 3],
        ["ConvTranspose"] = [2],
        ["DFT"] = [1, 2],
        ["DeformConv"] = [3, 4],
        ["DequantizeLinear"] = [2],
        ["Dropout"] = [1, 2],
        ["GRU"] = [3, 4, 5],
        ["Gemm"] = [2],
        ["LSTM"] = [3, 4, 5, 6, 7],
        ["LayerNormalization"] = [2],
        ["LinearAttention"] = [3, 4, 5],
        ["Loop"] = [0, 1],
        ["MatMulInteger"] = [2, 3],
        ["MaxUnpool"] = [2],
        ["NegativeLogLikelihoodLoss"] = [2],
        ["NonMaxSuppression"] = [2, 3, 4],
        ["Optional"] = [0],
        ["OptionalHasElement"] = [0],
        ["Pad"] = [2, 3],
        ["QLinearConv"] = [8],
        ["QuantizeLinear"] = [2],
        ["RNN"] = [3, 4, 5],
        ["ReduceL1"] = [1],
        ["ReduceL2"] = [1],
        ["ReduceLogSum"] = [1],
        ["ReduceLogSumExp"] = [1],
        ["ReduceMax"] = [1],
        ["ReduceMean"] = [1],
        ["ReduceMin"] = [1],
        ["ReduceProd"] = [1],
        ["ReduceSum"] = [1],
        ["ReduceSumSquare"] = [1],
        ["Resize"] = [1, 2, 3],
        ["RotaryEmbedding"] = [3],
        ["STFT"] = [2, 3],
        ["Scan"] = [0],
        ["SequenceInsert"] = [2],
        ["Slice"] = [3, 4],
        ["SoftmaxCrossEntropyLoss"] = [2],
        ["Split"] = [1],
        ["SplitToSequence"] = [1],
        ["Squeeze"] = [1],
        ["TensorScatter"] = [2],
        ["Trilu"] = [1],
    };

    /// <summary>Whether an operator may go without its input at a place.</summary>
    public static bool May(string operatorType, int input) => Places.TryGetValue(operatorType, out int[]? places) && Array.IndexOf(places, input) >= 0;
}
