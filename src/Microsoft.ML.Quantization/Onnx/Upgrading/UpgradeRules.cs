using System.Collections.Frozen;

namespace Microsoft.ML.Quantization.Onnx.Upgrading;

/// <summary>Rewrites one node for opset 13; what is returned takes its place.</summary>
internal delegate IEnumerable<NodeProto> UpgradeRule(NodeProto node, UpgradeScope scope);

/// <summary>Which rule is for which operator.</summary>
internal static class UpgradeRules
{
    private static readonly FrozenDictionary<string, UpgradeRule> Rules = new Dictionary<string, UpgradeRule>
    {
        ["BatchNormalization"] = NormalizationRules.BatchNormalization,
        ["Clip"] = BoundsRules.Clip,
        ["Dropout"] = NormalizationRules.Dropout,
        ["Hardmax"] = SoftmaxRules.Flattened,
        ["LogSoftmax"] = SoftmaxRules.Flattened,
        ["Pad"] = BoundsRules.Pad,
        ["ReduceSum"] = AxesRules.ReduceSum,
        ["Resize"] = ResizeRules.Resize,
        ["Scan"] = ScanRules.Scan,
        ["Scatter"] = RenamingRules.Scatter,
        ["Slice"] = AxesRules.Slice,
        ["Softmax"] = SoftmaxRules.Flattened,
        ["Split"] = AxesRules.Split,
        ["Squeeze"] = AxesRules.Squeeze,
        ["TopK"] = AxesRules.TopK,
        ["Unsqueeze"] = AxesRules.Squeeze,
        ["Upsample"] = ResizeRules.Upsample,
    }.ToFrozenDictionary();

    /// <summary>
    /// Operators whose versions from 7 to 13 differ only by more types, by attributes whose defaults are the old behaviour, or by
    /// negative axes and indices; then those that ONNX Runtime keeps in the default domain besides the standard.
    /// </summary>
    private static readonly FrozenSet<string> Unchanged = (
        "Abs Acos Acosh Add And ArgMax ArgMin Asin Asinh Atan Atanh AveragePool BitShift Cast Ceil Celu Compress Concat ConcatFromSequence "
        + "Constant ConstantOfShape Conv ConvInteger ConvTranspose Cos Cosh CumSum DepthToSpace DequantizeLinear Det Div DynamicQuantizeLinear "
        + "Einsum Elu Equal Erf Exp Expand EyeLike Flatten Floor GRU Gather GatherElements GatherND Gemm GlobalAveragePool GlobalLpPool "
        + "GlobalMaxPool Greater GreaterOrEqual HardSigmoid Identity If InstanceNormalization IsInf IsNaN LRN LSTM LeakyRelu Less LessOrEqual "
        + "Log Loop LpNormalization LpPool MatMul MatMulInteger Max MaxPool MaxRoiPool MaxUnpool Mean MeanVarianceNormalization Min Mod Mul "
        + "Multinomial Neg NegativeLogLikelihoodLoss NonMaxSuppression NonZero Not OneHot Or PRelu Pow QLinearConv QLinearMatMul QuantizeLinear "
        + "RNN RandomNormal RandomNormalLike RandomUniform RandomUniformLike Range Reciprocal ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp "
        + "ReduceMax ReduceMean ReduceMin ReduceProd ReduceSumSquare Relu Reshape ReverseSequence RoiAlign Round ScatterElements ScatterND Selu "
        + "SequenceAt SequenceConstruct SequenceEmpty SequenceErase SequenceInsert SequenceLength Shape Shrink Sigmoid Sign Sin Sinh Size "
        + "SoftmaxCrossEntropyLoss Softplus Softsign SpaceToDepth SplitToSequence Sqrt StringNormalizer Sub Sum Tan Tanh TfIdfVectorizer "
        + "ThresholdedRelu Tile Transpose Unique Where Xor "
        + "Affine Crop ImageScaler LayerNormalization ParametricSoftplus ScaledTanh SimplifiedLayerNormalization").Split(' ').ToFrozenSet();

    /// <exception cref="NotSupportedException">The operator is unknown.</exception>
    public static UpgradeRule For(NodeProto node) =>
        Rules.TryGetValue(node.OpType, out UpgradeRule? rule) ? rule
        : Unchanged.Contains(node.OpType) ? static (node, _) => [node]
        : throw Unsupported(node, "is not one whose later version is known");

    public static NotSupportedException Unsupported(NodeProto node, string reason) => new(
        $"the operator {node.OpType} of node '{node.Name}' (output '{node.Output.FirstOrDefault()}') {reason}. Export the model for opset {OpsetUpgrader.Newest} or later.");
}
