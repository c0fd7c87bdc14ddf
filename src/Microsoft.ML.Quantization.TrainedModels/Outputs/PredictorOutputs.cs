using Microsoft.ML.Quantization.TrainedModels.Calibrations;

namespace Microsoft.ML.Quantization.TrainedModels.Outputs;

/// <summary>What a predictor gives for a row: one score, or one for every class, and what is made of them.</summary>
/// <param name="ClassScores">What the scores become.</param>
/// <param name="Calibrations">The calibration of each score, where it has one.</param>
internal sealed record PredictorOutputs(ClassScores ClassScores, IReadOnlyList<ScoreCalibration?> Calibrations)
{
    /// <summary>The number of scores of a row.</summary>
    public int ScoreCount => Calibrations.Count;

    public bool IsSingle => ClassScores is ClassScores.Single or ClassScores.Exponential;

    /// <summary>How a single score becomes a probability; null where the model gives none.</summary>
    public ScoreCalibration? Probability => IsSingle ? Calibrations[0] : null;

    /// <summary>Turns the scores of the parts, for one row, into those of the model, in place.</summary>
    public void Finish(Span<float> scores)
    {
        switch (ClassScores)
        {
            case ClassScores.Exponential:
                scores[0] = (float)Math.Exp(scores[0]);
                break;
            case ClassScores.Normalized:
                Calibrate(scores);
                Shares.Normalize(scores);
                break;
            case ClassScores.Softmax:
                Softmax.Normalize(scores);
                break;
            case ClassScores.MaximumEntropy when FastMaximumEntropy.TryNormalize(scores):
                break;
            case ClassScores.MaximumEntropy:
                MaximumEntropy.Normalize(scores);
                break;
        }
    }

    private void Calibrate(Span<float> scores)
    {
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = Calibrations[i]!.Probability(scores[i]);
        }
    }
}
