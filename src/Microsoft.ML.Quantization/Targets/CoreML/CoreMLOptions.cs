namespace Microsoft.ML.Quantization;

/// <summary>What a Core ML package is to be like; for <see cref="QuantizationTarget.CreateCoreML"/>.</summary>
/// <example>
/// <code>
/// var target = QuantizationTarget.CreateCoreML(new CoreMLOptions { MinimumDeploymentTarget = CoreMLDeploymentTarget.IOS18 });
/// var step = mlContext.Transforms.Quantize("model.onnx", new QuantizationOptions { Target = target });
/// </code>
/// </example>
public sealed record CoreMLOptions
{
    /// <summary>
    /// Sizes for the dimensions that the ONNX model leaves free, 1 or more, by the name of the dimension, or by the input and the place, as <c>input[2]</c>, where it has none.
    /// A free first dimension, the batch, is 1 by default; all others have to be given.
    /// </summary>
    public IReadOnlyDictionary<string, int> Dimensions { get; init; } = new Dictionary<string, int>();

    /// <summary>The oldest system that opens the package; <see cref="CoreMLDeploymentTarget.IOS17"/> by default, the first that knows INT8 activations.</summary>
    public CoreMLDeploymentTarget MinimumDeploymentTarget { get; init; } = CoreMLDeploymentTarget.IOS17;

    /// <summary>
    /// The real numbers between INT8 values, biases and scales included; <see cref="CoreMLPrecision.FP16"/> by default, as Apple's tool has it, because the Neural Engine knows no others.
    /// Inputs and outputs are FP32 with both.
    /// </summary>
    public CoreMLPrecision Precision { get; init; } = CoreMLPrecision.FP16;
}
