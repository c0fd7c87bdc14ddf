using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Pipeline;
using Microsoft.ML.Quantization.TrainedModels.Scoring;

namespace Microsoft.ML.Quantization.TrainedModels.Stages;

/// <summary>Trees bound to the columns that they fill.</summary>
internal sealed class TreeRowModel(TreeEngine engine, Decision decision, PredictionKind[] kinds) : IRowModel
{
    public bool TakesBatches => true;

    public void ThrowIfClosed()
    {
    }

    public IRowBatch CreateBatch(SchemaBinding binding, DataViewRow row, bool[] active, Func<int, long> position)
    {
        var batch = engine.CreateBatch();
        return new TreeRowBatch(batch, Features(binding, row), Columns(new float[batch.Capacity * engine.Model.ScoreCount]));
    }

    public IRowScorer CreateScorer(SchemaBinding binding, DataViewRow row, bool[] active) =>
        new TreeRowScorer(engine.CreateRowScorer(), row, Features(binding, row), Columns(new float[engine.Model.ScoreCount]));

    private static ValueGetter<VBuffer<float>> Features(SchemaBinding binding, DataViewRow row) => row.GetGetter<VBuffer<float>>(binding.Sources[0]);

    private PredictionColumns Columns(float[] scores) => new(scores, engine.Model, decision, kinds);
}
