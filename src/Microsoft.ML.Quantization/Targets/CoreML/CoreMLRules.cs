using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Targets.CoreML;

/// <summary>
/// Where Apple's tool quantizes activations (coremltools, <c>linear_quantize_activations</c>): before and behind convolutions, dense layers, additions and pools, behind the
/// activation where one follows. What moves values keeps the scale between them.
/// </summary>
internal sealed class CoreMLRules : PlacementRules
{
    private const string NotQuantized = "Apple's tool leaves it in floating point";

    public override OperatorRules Operators { get; } = new(
        new("Conv", NodeRole.Convolution) { TakesActivation = true },
        new("Gemm", NodeRole.Convolution) { TakesActivation = true },
        new("MatMul", NodeRole.Convolution) { TakesActivation = true },
        new("Add", NodeRole.Requantizing) { ActivationInputs = 2, QuantizesInputs = true, TakesActivation = true },
        new("AveragePool", NodeRole.Requantizing) { Obstacle = SpreadPools.Obstacle },
        new("GlobalAveragePool", NodeRole.Requantizing),
        new("Concat", NodeRole.Requantizing) { ActivationInputs = OperatorRule.AllInputs, SharesScale = true },
        new("MaxPool", NodeRole.SameScale) { WhyNoMoreOutputs = "Core ML's pool gives no indices" },
        new("DepthToSpace", NodeRole.SameScale),
        new("Flatten", NodeRole.SameScale),
        new("Reshape", NodeRole.SameScale),
        new("Slice", NodeRole.SameScale),
        new("Squeeze", NodeRole.SameScale),
        new("Transpose", NodeRole.SameScale),
        new("Unsqueeze", NodeRole.SameScale),
        new("Clip", NodeRole.Float) { WhyFloat = NotQuantized },
        new("Relu", NodeRole.Float) { WhyFloat = NotQuantized },
        new("ConvTranspose", NodeRole.Float) { WhyFloat = NotQuantized },
        new("Div", NodeRole.Float) { WhyFloat = NotQuantized },
        new("LayerNormalization", NodeRole.Float) { WhyFloat = NotQuantized },
        new("Mul", NodeRole.Float) { WhyFloat = NotQuantized },
        new("Sigmoid", NodeRole.Float) { WhyFloat = NotQuantized },
        new("Softmax", NodeRole.Float) { WhyFloat = NotQuantized },
        new("Sub", NodeRole.Float) { WhyFloat = NotQuantized });

    /// <summary>With a zero point of 0 the range clips no negative values.</summary>
    public override NodeRole ActivationRole => NodeRole.Attached;

    public override IReadOnlyCollection<string> AttachedOperators { get; } = ["Elu", "HardSigmoid", "LeakyRelu", "PRelu", "Sigmoid", "Softplus", "Tanh"];

    public override bool NeedsIntegerReaders => false;

    public override bool StoresTables => false;
}
