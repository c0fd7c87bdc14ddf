using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Targets.TensorRT;

/// <summary>
/// Where TensorRT wants QuantizeLinear and DequantizeLinear (its documentation, "Working with quantized types"): on the inputs of what has an INT8 kernel, on both inputs of a
/// residual addition, none between a layer and its activation, none behind the last layer.
/// </summary>
internal sealed class TensorRTRules : PlacementRules
{
    private const string NotFused = "TensorRT computes it in FP32 or FP16";

    public override OperatorRules Operators { get; } = new(
        new("Conv", NodeRole.Convolution) { TakesActivation = true },
        new("ConvTranspose", NodeRole.Convolution) { TakesActivation = true },
        new("Gemm", NodeRole.Linear) { TakesActivation = true },
        new("MatMul", NodeRole.Linear) { TakesActivation = true },
        new("Add", NodeRole.Requantizing) { ActivationInputs = 2, QuantizesInputs = true, TakesActivation = true },
        new("Concat", NodeRole.Requantizing) { ActivationInputs = OperatorRule.AllInputs, SharesScale = true },
        new("GlobalAveragePool", NodeRole.Requantizing),
        new("AveragePool", NodeRole.Requantizing) { Obstacle = SpreadPools.Obstacle },
        new("MaxPool", NodeRole.SameScale) { WhyNoMoreOutputs = "TensorRT's pool gives no indices" },
        new("Flatten", NodeRole.SameScale),
        new("Reshape", NodeRole.SameScale),
        new("Slice", NodeRole.SameScale),
        new("Split", NodeRole.SameScale) { Outputs = int.MaxValue },
        new("Squeeze", NodeRole.SameScale),
        new("Transpose", NodeRole.SameScale),
        new("Unsqueeze", NodeRole.SameScale),
        new("Clip", NodeRole.Float) { WhyFloat = NotFused },
        new("Relu", NodeRole.Float) { WhyFloat = NotFused },
        new("LayerNormalization", NodeRole.Float) { WhyFloat = NotFused },
        new("Softmax", NodeRole.Float) { WhyFloat = NotFused });

    /// <summary>With a zero point of 0 the range clips no negative values.</summary>
    public override NodeRole ActivationRole => NodeRole.Attached;

    public override bool StoresTables => false;
}
