using Microsoft.ML.Quantization.TrainedModels.Calibrations;

namespace Microsoft.ML.Quantization.TrainedModels.Trees;

/// <summary>
/// All of a trained tree model that scoring needs: an ensemble and, where it has one, a calibration for the score, or one of each for every class.
/// </summary>
internal sealed class TreeModel
{
    public required IReadOnlyList<TreeEnsemble> Ensembles { get; init; }

    public required IReadOnlyList<ScoreCalibration?> Calibrations { get; init; }

    public required ClassScores ClassScores { get; init; }

    /// <summary>The length of the feature vector.</summary>
    public int FeatureCount => Ensembles.Max(ensemble => ensemble.FeatureCount);

    /// <summary>The number of scores of a row.</summary>
    public int ScoreCount => Ensembles.Count;

    /// <summary>How a single score becomes a probability; null where the model gives none.</summary>
    public ScoreCalibration? Probability => ClassScores == ClassScores.Single ? Calibrations[0] : null;

    /// <summary>The scores of one row, bit for bit those of ML.NET's scorer. This is the definition that all faster ways must agree with.</summary>
    public void Score(ReadOnlySpan<float> row, Span<float> scores)
    {
        for (int i = 0; i < Ensembles.Count; i++)
        {
            scores[i] = Ensembles[i].Score(row);
        }

        Finish(scores);
    }

    /// <summary>Turns the scores of the ensembles of one row into those of the model, in place.</summary>
    public void Finish(Span<float> scores)
    {
        if (ClassScores == ClassScores.Softmax)
        {
            Softmax.Normalize(scores);
        }
        else if (ClassScores == ClassScores.Normalized)
        {
            for (int i = 0; i < scores.Length; i++)
            {
                scores[i] = Calibrations[i]!.Probability(scores[i]);
            }

            Shares.Normalize(scores);
        }
    }
}
