using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>What all candidates share.</summary>
/// <param name="ModelFile">The FP32 ONNX file.</param>
/// <param name="Model">The FP32 model and what the one calibration pass showed of it.</param>
/// <param name="Options">The options of the quantization that tries candidates.</param>
/// <param name="Progress">Told of every step.</param>
internal sealed record CandidateContext(string ModelFile, ObservedModel Model, QuantizationOptions Options, IQuantizationProgress Progress);
