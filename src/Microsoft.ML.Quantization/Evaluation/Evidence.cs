using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>What a report is made from: both models, the plan, what was observed, and some rows to run, where there are any.</summary>
internal sealed record Evidence(
    FloatModel Float,
    OnnxModel Quantized,
    QuantizationPlan Plan,
    CalibrationTable Table,
    TensorValue[][] Samples)
{
    /// <summary>What is shown of the prepared graph.</summary>
    public GraphFacts Facts { get; init; } = GraphFacts.None;
}
