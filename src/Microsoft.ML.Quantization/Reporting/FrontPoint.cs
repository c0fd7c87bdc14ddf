namespace Microsoft.ML.Quantization.Reporting;

/// <summary>A model that was tried, by time and accuracy.</summary>
/// <param name="Label">What was tried.</param>
/// <param name="LatencyRatio">Its time over FP32's.</param>
/// <param name="Loss">The accuracy that it loses, in the unit of the document's metric.</param>
/// <param name="IsOnFront">Whether no other one is both faster and more accurate.</param>
internal sealed record FrontPoint(string Label, double LatencyRatio, double Loss, bool IsOnFront);
