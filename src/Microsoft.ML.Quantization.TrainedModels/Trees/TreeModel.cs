using Microsoft.ML.Quantization.TrainedModels.Calibrations;
using Microsoft.ML.Quantization.TrainedModels.Outputs;

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

    public long TreeCount => Ensembles.Sum(ensemble => (long)ensemble.Trees.Count);

    public long LeafCount => Ensembles.Sum(ensemble => ensemble.Trees.Sum(tree => (long)tree.Leaves.Length));

    public PredictorOutputs Outputs => new(ClassScores, Calibrations);

    /// <summary>The number of scores of a row.</summary>
    public int ScoreCount => Ensembles.Count;

    /// <summary>The scores of one row, bit for bit those of ML.NET's scorer. This is the definition that all faster ways must agree with.</summary>
    public void Score(ReadOnlySpan<float> row, Span<float> scores)
    {
        for (int i = 0; i < Ensembles.Count; i++)
        {
            scores[i] = Ensembles[i].Score(row);
        }

        Outputs.Finish(scores);
    }
}
