using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Chains.Evaluating;

/// <summary>Reads what a model predicts for the row that a <see cref="DataViewRow"/> stands on.</summary>
internal sealed class PredictionReader
{
    private readonly ValueGetter<VBuffer<float>>? _vector;
    private readonly ValueGetter<float>? _single;
    private readonly ValueGetter<float>? _probability;
    private readonly ValueGetter<bool>? _label;
    private VBuffer<float> _buffer;
    private float _value;
    private bool _isTrue;

    public PredictionReader(DataViewRow row, ScoredColumns columns)
    {
        if (columns.Score.Type is VectorDataViewType)
        {
            _vector = row.GetGetter<VBuffer<float>>(columns.Score);
        }
        else
        {
            _single = row.GetGetter<float>(columns.Score);
        }

        _probability = columns.Probability is { } probability && probability.Type == NumberDataViewType.Single ? row.GetGetter<float>(probability) : null;
        _label = columns.Label is { Type: BooleanDataViewType } label ? row.GetGetter<bool>(label) : null;
    }

    public Prediction Read()
    {
        float[] scores = [];
        if (_vector != null)
        {
            _vector(ref _buffer);
            scores = [.. _buffer.DenseValues()];
        }
        else
        {
            _single!(ref _value);
            scores = [_value];
        }

        float probability = float.NaN;
        _probability?.Invoke(ref probability);
        _label?.Invoke(ref _isTrue);
        return new Prediction(scores, probability, _label != null && _isTrue);
    }
}
