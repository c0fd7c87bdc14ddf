using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Budget;

/// <summary>Tells how long models take against the FP32 model.</summary>
internal interface ILatencyMeter
{
    /// <summary>The time of a row as a multiple of that of FP32; not a number where there is no row.</summary>
    LatencyEstimate Measure(OnnxModel model);
}
