using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeWeb;

/// <summary>The operators of ONNX Runtime's CPUs with what they gain in WebAssembly.</summary>
internal static class WebOperators
{
    public static OperatorRules Rules { get; } = CpuOperators.Rules.WithGains(
        ("Conv", WebGains.Convolution),
        ("Gemm", WebGains.Linear),
        ("MatMul", WebGains.Linear),
        ("Add", CpuGains.ForEachValue(0)),
        ("Concat", CpuGains.ForEachValue(0)),
        ("MaxPool", CpuGains.ForEachValue(-1.5)));
}
