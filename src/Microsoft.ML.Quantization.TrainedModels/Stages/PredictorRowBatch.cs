using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Pipeline;
using Microsoft.ML.Quantization.TrainedModels.Scoring;

namespace Microsoft.ML.Quantization.TrainedModels.Stages;

/// <summary>Collects the feature vectors of a cursor, dense or sparse, and scores them together.</summary>
internal sealed class PredictorRowBatch(IFeatureBatch batch, ValueGetter<VBuffer<float>> features, PredictionColumns columns) : IRowBatch
{
    private VBuffer<float> _row;
    private bool _scored;

    public bool IsFull => batch.Count == batch.Capacity;

    public void Clear()
    {
        batch.Clear();
        _scored = false;
    }

    public bool TryAdd()
    {
        features(ref _row);
        if (_row.IsDense)
        {
            batch.Add(_row.GetValues());
        }
        else
        {
            batch.Add(_row.Length, _row.GetIndices(), _row.GetValues());
        }

        return true;
    }

    public void Score()
    {
        if (!_scored)
        {
            batch.Score(columns.Scores);
            _scored = true;
        }
    }

    public Delegate Getter(int output, Func<int> slot) => columns.Getter(output, slot);

    public void Dispose()
    {
    }
}
