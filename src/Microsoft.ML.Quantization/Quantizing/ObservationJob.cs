using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>What a model is observed on.</summary>
/// <param name="Rows">Calibration rows; enumerated once for each form of the model.</param>
/// <param name="Ways">How the model may be quantized later.</param>
/// <param name="ForMixedPrecision">Whether nodes may be taken out of INT8 later.</param>
/// <param name="Progress">Told of every row.</param>
internal sealed record ObservationJob(IEnumerable<TensorValue[]> Rows, IReadOnlyList<QuantizationOptions> Ways, bool ForMixedPrecision, IQuantizationProgress Progress);
