using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Targets.CoreML;
using Microsoft.ML.Quantization.Targets.EdgeTpu;
using Microsoft.ML.Quantization.Targets.LiteRt;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeArm64;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeWeb;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeX86;
using Microsoft.ML.Quantization.Targets.TensorRT;

namespace Microsoft.ML.Quantization;

/// <summary>
/// Where an INT8 model is to run. It decides which nodes run in INT8, the integers of activations, weights and biases, and how the model is written and
/// checked.
/// </summary>
public sealed class QuantizationTarget : IEquatable<QuantizationTarget>
{
    internal QuantizationTarget(TargetDefinition definition) => Definition = definition;

    /// <summary>
    /// ONNX Runtime on any x86 CPU. Weight scales of an output channel are raised where two neighbouring weights could overflow the 16-bit sums of CPUs
    /// without VNNI, so that the model gives the same result on every CPU; it costs a fraction of the precision that
    /// <see cref="QuantizationOptions.ReduceRange"/> costs. Activations are UINT8, affine; weights INT8, symmetric; biases INT32.
    /// </summary>
    public static QuantizationTarget OnnxRuntimeX86 { get; } = new(X86Target.Any);

    /// <summary>
    /// As <see cref="OnnxRuntimeX86"/>, without the coarser weights: for x86 CPUs with VNNI instructions (AVX-512 VNNI or AVX-VNNI) alone. On others
    /// its INT8 sums can saturate, which makes results wrong. The same nodes run in INT8.
    /// </summary>
    public static QuantizationTarget OnnxRuntimeX86Vnni { get; } = new(X86Target.Vnni);

    /// <summary>
    /// ONNX Runtime on ARM64 CPUs, such as phones, Apple's computers and cloud servers with Graviton or Ampere processors. Activations are INT8 instead
    /// of UINT8, which its kernels prefer; every integer and zero point is 128 less than for x86, so that the model computes the same. On x86 such a
    /// model is slow. Nothing saturates, and no weights are coarser. What is faster in INT8 is told by the costs of x86 CPUs.
    /// </summary>
    public static QuantizationTarget OnnxRuntimeArm64 { get; } = new(Arm64Target.Definition);

    /// <summary>
    /// ONNX Runtime in browsers and in Node.js, by WebAssembly (the npm package onnxruntime-web). The integers are those of <see cref="OnnxRuntimeX86"/>; what runs in INT8 is told by
    /// times measured in WebAssembly, where depthwise convolutions, for one, are slower in INT8 and stay in FP32. For models of depthwise convolutions, such as MobileNet,
    /// the <c>.tflite</c> file of <see cref="LiteRt"/> in LiteRT's package for browsers is smaller and faster.
    /// </summary>
    /// <example>
    /// <code>
    /// using var model = mlContext.Transforms.Quantize("model.onnx", new QuantizationOptions { Target = QuantizationTarget.OnnxRuntimeWeb }).Fit(calibrationData);
    /// model.SaveForTarget("model.web.onnx");
    /// </code>
    /// </example>
    public static QuantizationTarget OnnxRuntimeWeb { get; } = new(WebTarget.Definition);

    /// <summary>
    /// LiteRT, formerly TensorFlow Lite, on phones, boards and in browsers: <c>SaveForTarget</c> writes a <c>.tflite</c> file. Activations are INT8, affine; weights INT8,
    /// symmetric, a scale each output channel; biases INT32. Everything that LiteRT computes in INT8 is in INT8, outputs of the model too; the rest is FP32. Images are laid
    /// out as batch, height, width, channels in the file, and all sizes are fixed: see <see cref="CreateLiteRt"/> for models with free ones. Inputs and outputs are FP32.
    /// </summary>
    public static QuantizationTarget LiteRt { get; } = CreateLiteRt(new LiteRtOptions());

    /// <summary>
    /// Google's Edge TPU, as on Coral boards: <c>SaveForTarget</c> writes the <c>.tflite</c> file that its compiler takes. As <see cref="LiteRt"/>, but a node in FP32 is an error, dense
    /// layers have one scale for all weights, and the report names the first operator that breaks one of the rules that its compiler documents. The compiler itself is not run.
    /// </summary>
    public static QuantizationTarget EdgeTpu { get; } = CreateEdgeTpu(new LiteRtOptions());

    /// <summary>
    /// NVIDIA's TensorRT by explicit quantization: an ONNX file with QuantizeLinear and DequantizeLinear where TensorRT wants them. Activations are INT8, symmetric; weights INT8,
    /// symmetric; biases FP32; Relu and Clip stay. Non-negative activations lose a bit by that, about 4 dB. It is checked against the documented rules; an engine is not built.
    /// </summary>
    public static QuantizationTarget TensorRT { get; } = new(TensorRTTarget.Definition);

    /// <summary>
    /// Apple's Core ML with INT8 weights and activations, marked preview: <c>SaveForTarget</c> writes an <c>.mlpackage</c> for iOS 17 and macOS 14 or later, in the pattern that Apple's own tool writes.
    /// Activations are INT8, symmetric; weights INT8, symmetric; biases real; Relu and Clip stay; inputs and outputs are FP32 in ONNX's layout; all sizes are fixed, see <see cref="CreateCoreML"/>.
    /// Integers are computed on the Neural Engine of A17 Pro, M4 and later. That Core ML compiles the package, and where it runs it, cannot be checked outside of Apple's systems.
    /// </summary>
    public static QuantizationTarget CoreML { get; } = CreateCoreML(new CoreMLOptions());

    /// <summary>As <see cref="LiteRt"/>, with options: sizes for free dimensions, no FP32 inside, INT8 inputs and outputs.</summary>
    /// <param name="options">What the file is to be like.</param>
    /// <returns>The target. Two with the same name count as the same target, whatever their options.</returns>
    /// <example>
    /// <code>
    /// var target = QuantizationTarget.CreateLiteRt(new LiteRtOptions { FullInteger = true, IntegerInputsAndOutputs = true });
    /// using var model = mlContext.Transforms.Quantize("model.onnx", new QuantizationOptions { Target = target }).Fit(calibrationData);
    /// model.SaveForTarget("model.tflite");
    /// </code>
    /// </example>
    public static QuantizationTarget CreateLiteRt(LiteRtOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new QuantizationTarget(LiteRtTarget.Create(options));
    }

    /// <summary>As <see cref="EdgeTpu"/>, with options: sizes for free dimensions, INT8 inputs and outputs.</summary>
    /// <param name="options">What the file is to be like; <see cref="LiteRtOptions.FullInteger"/> is on whatever it says.</param>
    /// <returns>The target. Two with the same name count as the same target, whatever their options.</returns>
    /// <example>
    /// <code>
    /// var target = QuantizationTarget.CreateEdgeTpu(new LiteRtOptions { Dimensions = new Dictionary&lt;string, int&gt; { ["height"] = 224, ["width"] = 224 } });
    /// </code>
    /// </example>
    public static QuantizationTarget CreateEdgeTpu(LiteRtOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new QuantizationTarget(EdgeTpuTarget.Create(options));
    }

    /// <summary>As <see cref="CoreML"/>, with options: sizes for free dimensions, the oldest system, the precision between INT8 values.</summary>
    /// <param name="options">What the package is to be like.</param>
    /// <returns>The target. Two with the same name count as the same target, whatever their options.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The system or precision is none of those that there are.</exception>
    /// <example>
    /// <code>
    /// var target = QuantizationTarget.CreateCoreML(new CoreMLOptions { Dimensions = new Dictionary&lt;string, int&gt; { ["height"] = 224, ["width"] = 224 } });
    /// using var model = mlContext.Transforms.Quantize("model.onnx", new QuantizationOptions { Target = target }).Fit(calibrationData);
    /// model.SaveForTarget("model.mlpackage");
    /// </code>
    /// </example>
    public static QuantizationTarget CreateCoreML(CoreMLOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        CoreMLTarget.Verify(options);
        return new QuantizationTarget(CoreMLTarget.Create(options));
    }

    /// <summary>The name, such as <c>OnnxRuntimeX86</c>: that of the property that gives it.</summary>
    public string Name => Definition.Name;

    /// <summary>What it is, in a sentence.</summary>
    public string Description => Definition.Description;

    internal TargetDefinition Definition { get; }

    /// <summary>Whether two are the same target.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they are, or both are <see langword="null"/>.</returns>
    public static bool operator ==(QuantizationTarget? left, QuantizationTarget? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two are different targets.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they are, or just one is <see langword="null"/>.</returns>
    public static bool operator !=(QuantizationTarget? left, QuantizationTarget? right) => !(left == right);

    /// <summary>Whether the other is the same target.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Whether the names are equal.</returns>
    public bool Equals(QuantizationTarget? other) => other is not null && Name == other.Name;

    /// <summary>Whether the other is the same target.</summary>
    /// <param name="obj">The other.</param>
    /// <returns>Whether it is a target of the same name.</returns>
    public override bool Equals(object? obj) => Equals(obj as QuantizationTarget);

    /// <summary>A hash code of the name, the same in every process only by chance.</summary>
    /// <returns>The hash code.</returns>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);

    /// <summary>The name.</summary>
    /// <returns><see cref="Name"/>.</returns>
    public override string ToString() => Name;
}
