using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Comparison;

/// <summary>What is compared, and on what.</summary>
/// <param name="ModelFile">The FP32 ONNX file.</param>
/// <param name="Calibration">Calibration rows; enumerated once.</param>
/// <param name="Validation">The rows that all models score; enumerated once.</param>
/// <param name="Candidates">The ways to quantize.</param>
/// <param name="Quantization">Rows, threads, and when to stop.</param>
/// <param name="Options">What is compared, and how.</param>
internal sealed record ComparisonJob(
    string ModelFile,
    IEnumerable<TensorValue[]> Calibration,
    LabelledRows Validation,
    IReadOnlyList<QuantizationCandidate> Candidates,
    QuantizationOptions Quantization,
    QuantizationComparisonOptions Options)
{
    /// <summary>How many rows <see cref="Validation"/> has; <see langword="null"/> where it does not say.</summary>
    public long? ValidationCount { get; init; }
}
