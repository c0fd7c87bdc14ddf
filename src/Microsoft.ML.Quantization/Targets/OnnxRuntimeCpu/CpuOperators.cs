using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

/// <summary>
/// The operators that ONNX Runtime's CPU provider runs on INT8 values at a gain or at no loss, and those that it would rather be kept from. A new one is
/// a rule here.
/// </summary>
internal static class CpuOperators
{
    private const string SlowKernel = "its INT8 kernel is several times slower than FP32";
    private const string NoKernel = "ONNX Runtime has no INT8 kernel for it on CPUs";
    private const string NoSpeed = "INT8 brings it no speed";
    private const string NotTakenOver = "it does not follow an INT8 node that could take it over";

    public static OperatorRules Rules { get; } = new(
        new("Conv", NodeRole.Convolution) { TakesActivation = true, FusesUnasked = true, Gain = CpuGains.Convolution, Kernels = ["QLinearConv"] },
        new("Gemm", NodeRole.Linear) { TakesActivation = true, FusesUnasked = true, Gain = CpuGains.Linear, Kernels = ["QGemm"] },
        new("MatMul", NodeRole.Linear) { TakesActivation = true, Gain = CpuGains.Linear, Kernels = ["QLinearMatMul", "MatMulIntegerToFloat", "MatMulInteger", "DynamicQuantizeMatMul"] },
        new("Add", NodeRole.Requantizing) { ActivationInputs = 2, QuantizesInputs = true, TakesActivation = true, Gain = CpuGains.Sum, Kernels = ["QLinearAdd"] },
        new("Concat", NodeRole.Requantizing) { ActivationInputs = OperatorRule.AllInputs, SharesScale = true, Gain = CpuGains.ForEachValue(0.06), Kernels = ["QLinearConcat"] },
        new("GlobalAveragePool", NodeRole.Requantizing) { Kernels = ["QLinearGlobalAveragePool"] },
        new("LeakyRelu", NodeRole.Requantizing) { FusesUnasked = true, Kernels = ["QLinearLeakyRelu"] },
        new("MaxPool", NodeRole.SameScale) { FusesUnasked = true, WhyNoMoreOutputs = "its INT8 kernel gives no indices", Gain = CpuGains.ForEachValue(0.15), Kernels = ["NhwcMaxPool"] },
        new("Flatten", NodeRole.SameScale),
        new("Reshape", NodeRole.SameScale) { LetsConversionsPass = true },
        new("Slice", NodeRole.SameScale) { LetsConversionsPass = true },
        new("Squeeze", NodeRole.SameScale) { LetsConversionsPass = true },
        new("Transpose", NodeRole.SameScale) { LetsConversionsPass = true },
        new("Unsqueeze", NodeRole.SameScale) { LetsConversionsPass = true },
        new("Clip", NodeRole.Float) { WhyFloat = NotTakenOver, LetsConversionsPass = true },
        new("Relu", NodeRole.Float) { WhyFloat = NotTakenOver, LetsConversionsPass = true },
        new("AveragePool", NodeRole.Float) { WhyFloat = SlowKernel, FusesUnasked = true },
        new("Softmax", NodeRole.Float) { WhyFloat = SlowKernel, FusesUnasked = true },
        new("BatchNormalization", NodeRole.Float) { WhyFloat = NoKernel },
        new("ConvTranspose", NodeRole.Float) { WhyFloat = NoKernel, FusesUnasked = true },
        new("InstanceNormalization", NodeRole.Float) { WhyFloat = NoKernel },
        new("LayerNormalization", NodeRole.Float) { WhyFloat = NoKernel },
        new("Pad", NodeRole.Float) { WhyFloat = NoKernel },
        new("Mul", NodeRole.Float) { WhyFloat = NoSpeed },
        new("Sigmoid", NodeRole.Float) { WhyFloat = NoSpeed });
}
