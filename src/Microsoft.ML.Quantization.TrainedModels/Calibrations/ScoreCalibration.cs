namespace Microsoft.ML.Quantization.TrainedModels.Calibrations;

/// <summary>How a score becomes a probability, bit for bit as the calibrator of ML.NET that it was read from. NaN stays NaN.</summary>
internal abstract class ScoreCalibration
{
    public float Probability(float score) => float.IsNaN(score) ? score : OfNumber(score);

    protected abstract float OfNumber(float score);
}
