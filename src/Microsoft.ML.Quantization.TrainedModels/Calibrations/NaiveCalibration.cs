namespace Microsoft.ML.Quantization.TrainedModels.Calibrations;

/// <summary>A probability a bin; scores outside belong to the first or last one.</summary>
internal sealed class NaiveCalibration(float minimum, float binSize, float[] probabilities) : ScoreCalibration
{
    protected override float OfNumber(float score) => probabilities[Math.Max(0, Math.Min((int)((score - minimum) / binSize), probabilities.Length - 1))];
}
