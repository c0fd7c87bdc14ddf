using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>An INT8 model with the same inputs and outputs as the FP32 one, and how it came to be.</summary>
/// <param name="Model">The model, which depends on no file of others; to be disposed of by whoever uses it last.</param>
/// <param name="Calibration">The ranges and what they were chosen from.</param>
/// <param name="Report">What was gained, measured when it is first asked for.</param>
internal sealed record QuantizationResult(OnnxModel Model, CalibrationTable Calibration, Lazy<QuantizationReport> Report)
{
    /// <summary>Whom it was made for; null where that is not known.</summary>
    public TargetDefinition? Target { get; init; }

    /// <summary>The models for other targets.</summary>
    public IReadOnlyList<TargetModel> Others { get; init; } = [];

    /// <summary>What of it runs in INT8, and why.</summary>
    public QuantizationPlan Plan { get; init; } = new([], []);

    /// <summary>What became of the passes over its numbers.</summary>
    public IReadOnlyList<QuantizationPassReport> Passes { get; init; } = [];

    /// <summary>The model it was made from, to compare with; null where there is none.</summary>
    public FloatModel? Float { get; init; }

    /// <summary>Looks at the model in passing; null where there is nothing to compare it with.</summary>
    public FitCheck? Check { get; init; }
}
