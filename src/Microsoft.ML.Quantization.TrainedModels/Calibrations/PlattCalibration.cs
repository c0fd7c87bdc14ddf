namespace Microsoft.ML.Quantization.TrainedModels.Calibrations;

/// <summary>A sigmoid of the score.</summary>
internal sealed class PlattCalibration(double slope, double offset) : ScoreCalibration
{
    protected override float OfNumber(float score) => (float)(1 / (1 + Math.Exp((slope * score) + offset)));
}
