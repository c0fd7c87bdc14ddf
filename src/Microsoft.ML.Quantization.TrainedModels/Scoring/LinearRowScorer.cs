using Microsoft.ML.Quantization.TrainedModels.Kernels;

namespace Microsoft.ML.Quantization.TrainedModels.Scoring;

/// <summary>Scores one row after the other by a linear predictor. One thread uses it at a time.</summary>
internal sealed class LinearRowScorer(LinearEngine engine) : IFeatureScorer
{
    private readonly float[] _sums = new float[engine.Table.SumCount];

    public void Score(ReadOnlySpan<float> row, Span<float> scores)
    {
        CheckLength(row.Length);
        if (engine.LeavesFeaturesOut && !AllFinite(row))
        {
            SumWithoutFeatures(row);
        }
        else
        {
            WeightSums.Dense(engine.Width, engine.Table, row, _sums);
        }

        Finish(scores);
    }

    public void Score(int length, ReadOnlySpan<int> indices, ReadOnlySpan<float> values, Span<float> scores)
    {
        CheckLength(length);
        if (!WeightSums.Sparse(engine.Width, engine.Table, indices[..values.Length], values, _sums))
        {
            throw new InvalidOperationException($"The indices of a sparse row of features are not in order, or not below its length of {length}.");
        }

        Finish(scores);
    }

    private void Finish(Span<float> scores)
    {
        scores = scores[..engine.Steps.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            float score = (_sums[i] * engine.Steps[i]) + engine.Biases[i];
            scores[i] = float.IsNaN(score) ? float.NaN : score;
        }

        engine.Outputs.Finish(scores);
    }

    private static bool AllFinite(ReadOnlySpan<float> row)
    {
        // Infinity and NaN times 0 are NaN, and so is then the sum.
        float sum = 0;
        foreach (float value in row)
        {
            sum += value * 0;
        }

        return sum == 0;
    }

    /// <summary>Each score has features of its own that count for nothing: rare, so that each sums a row of its own.</summary>
    private void SumWithoutFeatures(ReadOnlySpan<float> row)
    {
        float[] changed = new float[row.Length];
        float[] sums = new float[_sums.Length];
        for (int score = 0; score < engine.Steps.Length; score++)
        {
            for (int i = 0; i < row.Length; i++)
            {
                changed[i] = float.IsFinite(row[i]) || engine.Counts(i, score) ? row[i] : 0;
            }

            WeightSums.Dense(engine.Width, engine.Table, changed, sums);
            _sums[score] = sums[score];
        }
    }

    private void CheckLength(int length)
    {
        if (length != engine.Table.FeatureCount)
        {
            throw new InvalidOperationException($"A row has {length} features, but the predictor was trained on {engine.Table.FeatureCount}.");
        }
    }
}
