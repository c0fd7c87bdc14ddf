using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>What a report is made from: both models, the plan, what was observed, and some calibration rows to run.</summary>
internal sealed record Evidence(
    byte[] Float,
    byte[] Quantized,
    QuantizationPlan Plan,
    IReadOnlyDictionary<string, TensorSketch> Sketches,
    CalibrationTable Table,
    TensorValue[][] Samples);
