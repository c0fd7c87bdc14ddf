using Microsoft.ML.Quantization.TrainedModels.Scoring;

namespace Benchmarks.Trained;

/// <summary>All rows one by one.</summary>
internal sealed class SingleScorer(TreeEngine engine, DenseRows rows)
{
    private readonly RowScorer _scorer = engine.CreateRowScorer();

    public float[] Scores { get; } = new float[rows.Count * engine.Model.ScoreCount];

    public void Score()
    {
        for (int i = 0; i < rows.Count; i++)
        {
            _scorer.Score(rows[i], Scores.AsSpan(i * engine.Model.ScoreCount, engine.Model.ScoreCount));
        }
    }
}
