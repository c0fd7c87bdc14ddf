using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Pipeline;
using Microsoft.ML.Quantization.TrainedModels.Scoring;

namespace Microsoft.ML.Quantization.TrainedModels.Stages;

/// <summary>A predictor bound to the columns that it fills.</summary>
internal sealed class PredictorRowModel(IPredictorEngine engine, Decision decision, PredictionKind[] kinds) : IRowModel
{
    public bool TakesBatches => engine is IBatchEngine;

    public void ThrowIfClosed()
    {
    }

    public IRowBatch CreateBatch(SchemaBinding binding, DataViewRow row, bool[] active, Func<int, long> position)
    {
        var batch = new FewRowsBatch((IBatchEngine)engine);
        return new PredictorRowBatch(batch, Features(binding, row), Columns(new float[batch.Capacity * engine.Outputs.ScoreCount]));
    }

    public IRowScorer CreateScorer(SchemaBinding binding, DataViewRow row, bool[] active) =>
        new PredictorRowScorer(engine.CreateRowScorer(), row, Features(binding, row), Columns(new float[engine.Outputs.ScoreCount]));

    private static ValueGetter<VBuffer<float>> Features(SchemaBinding binding, DataViewRow row) => row.GetGetter<VBuffer<float>>(binding.Sources[0]);

    private PredictionColumns Columns(float[] scores) => new(scores, engine.Outputs, decision, kinds);
}
