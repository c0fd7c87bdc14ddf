using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Targets.LiteRt;

/// <summary>What LiteRT runs in INT8: all that has a kernel, outputs of the model too. Its dense layers give INT8 values as convolutions do.</summary>
/// <param name="mayLeaveFloat">Whether it may run in FP32 what it could run in INT8.</param>
internal sealed class LiteRtRules(bool mayLeaveFloat) : PlacementRules
{
    private const string NoForm = "LiteRT has no INT8 kernel that is written for it";

    /// <summary>What has a form in FP32 alone.</summary>
    private static readonly string[] InFloat =
    [
        "Abs", "BatchNormalization", "Ceil", "Div", "Elu", "Erf", "Exp", "Floor", "Gelu", "InstanceNormalization", "LRN", "LayerNormalization", "Log", "LogSoftmax", "Max", "Min", "Neg", "PRelu", "Pow",
        "Reciprocal", "ReduceMax", "ReduceMin", "ReduceSum", "Sqrt", "Sum",
    ];

    public override OperatorRules Operators { get; } = new(
    [
        new("Conv", NodeRole.Convolution) { TakesActivation = true },
        new("ConvTranspose", NodeRole.Convolution) { TakesActivation = true },
        new("Gemm", NodeRole.Convolution) { TakesActivation = true },
        new("MatMul", NodeRole.Convolution) { TakesActivation = true },
        new("Add", NodeRole.Requantizing) { ActivationInputs = 2, QuantizesInputs = true, TakesActivation = true },
        new("Sub", NodeRole.Requantizing) { ActivationInputs = 2, QuantizesInputs = true, TakesActivation = true },
        new("Mul", NodeRole.Requantizing) { ActivationInputs = 2, QuantizesInputs = true, TakesActivation = true },
        new("Concat", NodeRole.Requantizing) { ActivationInputs = OperatorRule.AllInputs, SharesScale = true },
        new("Relu", NodeRole.Requantizing),
        new("LeakyRelu", NodeRole.Requantizing),
        new("GlobalAveragePool", NodeRole.Requantizing),
        new("ReduceMean", NodeRole.Requantizing),
        new("Sigmoid", NodeRole.Requantizing) { OutputRange = Unsigned },
        new("HardSigmoid", NodeRole.Requantizing) { OutputRange = Unsigned },
        new("Softmax", NodeRole.Requantizing) { OutputRange = Unsigned },
        new("Tanh", NodeRole.Requantizing) { OutputRange = Signed },
        new("AveragePool", NodeRole.SameScale) { Obstacle = SpreadPools.Obstacle },
        new("DepthToSpace", NodeRole.SameScale),
        new("Flatten", NodeRole.SameScale),
        new("GlobalMaxPool", NodeRole.SameScale),
        new("MaxPool", NodeRole.SameScale) { WhyNoMoreOutputs = "LiteRT's pool gives no indices" },
        new("Pad", NodeRole.SameScale),
        new("Reshape", NodeRole.SameScale),
        new("Resize", NodeRole.SameScale),
        new("Slice", NodeRole.SameScale),
        new("Split", NodeRole.SameScale) { Outputs = int.MaxValue },
        new("Squeeze", NodeRole.SameScale),
        new("Transpose", NodeRole.SameScale),
        new("Unsqueeze", NodeRole.SameScale),
        new("Clip", NodeRole.Float) { WhyFloat = "it does not follow an INT8 node that could take it over" },
        .. InFloat.Select(operatorType => new OperatorRule(operatorType, NodeRole.Float) { WhyFloat = NoForm }),
    ]);

    public override bool NeedsIntegerReaders => false;

    public override bool MayLeaveFloat => mayLeaveFloat;

    public override bool StoresTables => false;

    /// <summary>A scale of 1/256 and the zero point -128, which the kernels ask for.</summary>
    private static (float Low, float High) Unsigned => (0, 255f / 256);

    /// <summary>A scale of 1/128 and the zero point 0.</summary>
    private static (float Low, float High) Signed => (-1, 127f / 128);
}
