using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Pipeline;
using Microsoft.ML.Quantization.TrainedModels.Scoring;

namespace Microsoft.ML.Quantization.TrainedModels.Stages;

/// <summary>Scores the row that a <see cref="DataViewRow"/> stands on, once, when a column is first asked for.</summary>
internal sealed class PredictorRowScorer(IFeatureScorer scorer, DataViewRow row, ValueGetter<VBuffer<float>> features, PredictionColumns columns) : IRowScorer
{
    private VBuffer<float> _features;
    private long _position = -1;

    public Delegate Getter(int output) => columns.Getter(output, Score);

    public void Dispose()
    {
    }

    private int Score()
    {
        if (_position >= 0 && row.Position == _position)
        {
            return 0;
        }

        features(ref _features);
        if (_features.IsDense)
        {
            scorer.Score(_features.GetValues(), columns.Scores);
        }
        else
        {
            scorer.Score(_features.Length, _features.GetIndices(), _features.GetValues(), columns.Scores);
        }

        _position = row.Position;
        return 0;
    }
}
