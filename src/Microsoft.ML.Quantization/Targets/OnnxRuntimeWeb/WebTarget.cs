using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeX86;

namespace Microsoft.ML.Quantization.Targets.OnnxRuntimeWeb;

/// <summary>
/// ONNX Runtime's WebAssembly backend, in browsers and Node.js: the kernels are those of CPUs, compiled for vectors of 128 bits, so that the integers are those of x86 and the costs are
/// others. A page runs on any CPU, and a build with relaxed vector instructions adds two products in 16 bits where the CPU does, so that weights are as coarse as for any x86.
/// </summary>
internal static class WebTarget
{
    public static TargetDefinition Definition { get; } = X86Target.Any with
    {
        Name = nameof(QuantizationTarget.OnnxRuntimeWeb),
        Description = "ONNX Runtime in browsers (WebAssembly): depthwise convolutions stay in FP32, which is faster there.",
        Rules = new CpuRules(WebOperators.Rules, WebGains.Conversions),
        Writer = new CpuWriter(WebOperators.Rules),
        Checks = new WebChecks(),
    };
}
