using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Targets.TensorRT;

/// <summary>NVIDIA's TensorRT by explicit quantization: symmetric INT8 activations, biases in FP32, Relu and Clip kept.</summary>
internal static class TensorRTTarget
{
    public static TargetDefinition Definition { get; } = new()
    {
        Name = nameof(QuantizationTarget.TensorRT),
        Description = "NVIDIA's TensorRT, explicit quantization: activations are symmetric.",
        Rules = new TensorRTRules(),
        Numbers = new TargetNumbers { Activations = QuantizedType.Int8, HasSymmetricActivations = true, HasIntegerBiases = false },
        Writer = new TargetWriter(),
        Checks = new TensorRTChecks(),
    };
}
