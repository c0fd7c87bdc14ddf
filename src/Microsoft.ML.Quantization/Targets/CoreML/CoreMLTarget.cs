using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Targets.CoreML;

/// <summary>Apple's Core ML with INT8 weights and activations: symmetric activations, real biases, Relu and Clip kept, packages of its own.</summary>
internal static class CoreMLTarget
{
    public static TargetDefinition Create(CoreMLOptions options) => new()
    {
        Name = nameof(QuantizationTarget.CoreML),
        Description = "Apple's Core ML (preview): an .mlpackage with INT8 weights and activations.",
        Rules = new CoreMLRules(),
        Numbers = new TargetNumbers { Activations = QuantizedType.Int8, HasSymmetricActivations = true, HasIntegerBiases = false },
        Writer = new CoreMLWriter(options),
        Checks = new CoreMLChecks(options),
    };

    /// <exception cref="ArgumentOutOfRangeException">The system or precision is none of those that there are.</exception>
    public static void Verify(CoreMLOptions options)
    {
        if (!Enum.IsDefined(options.MinimumDeploymentTarget))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MinimumDeploymentTarget, $"{nameof(options.MinimumDeploymentTarget)} is none of {string.Join(", ", Enum.GetNames<CoreMLDeploymentTarget>())}.");
        }

        if (!Enum.IsDefined(options.Precision))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Precision, $"{nameof(options.Precision)} is none of {string.Join(", ", Enum.GetNames<CoreMLPrecision>())}.");
        }
    }
}
