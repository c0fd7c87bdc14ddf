using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Timing;

namespace Microsoft.ML.Quantization.Comparison;

/// <summary>What is compared, and on what.</summary>
/// <param name="ModelFile">The FP32 ONNX file.</param>
/// <param name="Calibration">Calibration rows; enumerated once.</param>
/// <param name="Validation">The rows that all models score; enumerated once.</param>
/// <param name="Candidates">The ways to quantize.</param>
/// <param name="Options">Rows, threads, and when to stop.</param>
internal sealed record ComparisonJob(
    string ModelFile, IEnumerable<TensorValue[]> Calibration, LabelledRows Validation, IReadOnlyList<QuantizationCandidate> Candidates, QuantizationOptions Options)
{
    public EvaluationTask Task { get; init; } = EvaluationTask.Auto;

    public double ConfidenceLevel { get; init; } = 0.95;

    public bool MeasureLayers { get; init; } = true;

    /// <summary>How long each half of the timing goes on; <see langword="null"/> where the number of models decides.</summary>
    public RoundLimits? HalfOfTiming { get; init; }

    /// <summary>How many rows <see cref="Validation"/> has; <see langword="null"/> where it does not say.</summary>
    public long? ValidationCount { get; init; }
}
