using Microsoft.ML.Quantization.TrainedModels.Kernels;
using Microsoft.ML.Quantization.TrainedModels.Scoring;

namespace Benchmarks.Trained;

/// <summary>All rows through batches of the engine.</summary>
internal sealed class BatchScorer(TreeEngine engine, KernelWidth width, DenseRows rows)
{
    private readonly TreeBatch _batch = engine.CreateBatch(width);

    public float[] Scores { get; } = new float[rows.Count * engine.Model.ScoreCount];

    public void Score()
    {
        for (int done = 0; done < rows.Count; done += _batch.Count)
        {
            _batch.Clear();
            for (int i = done; i < rows.Count && _batch.Count < _batch.Capacity; i++)
            {
                _batch.Add(rows[i]);
            }

            _batch.Score(Scores.AsSpan(done * engine.Model.ScoreCount));
        }
    }
}
