namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>What there is of a row before any INT8 model scores it.</summary>
/// <param name="Objects">What is there; empty without labels.</param>
/// <param name="Detections">What FP32 detects.</param>
/// <param name="Found">What FP32 found of the objects.</param>
/// <param name="Boxes">The numbers of its boxes.</param>
/// <param name="Scores">Its scores.</param>
internal sealed record FloatDetections(LabelledObject[] Objects, Detection[] Detections, FoundObjects Found, float[] Boxes, float[] Scores);
