using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Columns;

namespace Microsoft.ML.Quantization.Chains.Evaluating;

/// <summary>Two models that are to predict the same, bound to data that both score.</summary>
internal sealed class PairedModels
{
    private readonly IDataView _data;
    private readonly ITransformer _original;
    private readonly ITransformer _quantized;
    private readonly ScoredColumns _columns;
    private readonly LabelColumn? _label;
    private readonly string? _group;

    /// <param name="data">The rows.</param>
    /// <param name="original">The model as it was trained.</param>
    /// <param name="quantized">The model that was made of it.</param>
    /// <param name="labels">The label column and, for rankings, that of the groups.</param>
    /// <exception cref="ArgumentException">The models do not predict in the same columns, or in none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a type that does not fit.</exception>
    public PairedModels(IDataView data, ITransformer original, ITransformer quantized, LabelNames labels)
    {
        (_data, _original, _quantized) = (data, original, quantized);
        var output = original.GetOutputSchema(data.Schema);
        _columns = ScoredColumns.Find(data.Schema, output);
        var others = ScoredColumns.Find(data.Schema, quantized.GetOutputSchema(data.Schema));
        if (others.Score.Name != _columns.Score.Name || !others.Score.Type.Equals(_columns.Score.Type) || others.Label?.Type.RawType != _columns.Label?.Type.RawType)
        {
            throw new ArgumentException($"One model predicts in column '{_columns.Score.Name}' of type {_columns.Score.Type}, the other in '{others.Score.Name}' of type {others.Score.Type}. Give a trained model and the quantized one that was made of it.", nameof(quantized));
        }

        bool ranks = _columns.Task == EvaluationTask.Ranking;
        _group = ranks && labels.Label != null ? labels.Group : null;
        _label = labels.Label is { } name && Uses(_columns.Task) && (!ranks || _group != null)
            ? LabelColumn.Resolve(name, output, asClass: _columns.Task != EvaluationTask.Regression)
            : null;
        if (_group != null && output.GetColumnOrNull(_group) is not { Type: KeyDataViewType })
        {
            throw new ArgumentOutOfRangeException(nameof(labels), $"There is no column '{_group}' of a key type that tells the groups of a ranking. Name one that the model's output has.");
        }
    }

    public EvaluationTask Task => _columns.Task;

    public bool HasLabels => _label != null;

    public bool HasLabelColumn => _columns.Label != null;

    /// <summary>The classes that scores are for.</summary>
    public int Scores => (_columns.Score.Type as VectorDataViewType)?.Size ?? 1;

    public string ScoreName => _columns.Score.Name;

    public string? LabelName => _label?.Name;

    /// <summary>The numbers of a row that has a label.</summary>
    public int LabelLength => (_label == null ? 0 : 1) + (_group == null ? 0 : 1);

    /// <summary>The rows as both models score them, in order.</summary>
    public IEnumerable<PairedRow> Read(CancellationToken token)
    {
        using var rows = PairedCursor.Open(_data, _original, _quantized, Needed);
        var (expected, actual) = (Reader(rows.Original), Reader(rows.Quantized));
        var same = _columns.Label is { } label ? SameCells.Create(rows.Original, rows.Quantized, rows.Original.Schema[label.Name], rows.Quantized.Schema[label.Name]) : () => true;
        var read = Labels(rows.Original);
        while (rows.MoveNext())
        {
            token.ThrowIfCancellationRequested();
            yield return new PairedRow(read(), expected.Read(), actual.Read(), same());
        }
    }

    private static bool Uses(EvaluationTask task) => task != EvaluationTask.Embedding;

    private PredictionReader Reader(DataViewRow row) => new(row, ScoredColumns.Find(_data.Schema, row.Schema));

    private Func<float[]> Labels(DataViewRow row)
    {
        if (_label == null)
        {
            return () => [];
        }

        var label = LabelReader.Create(row, row.Schema[_label.Name], _label, allowsMissing: true);
        if (_group == null)
        {
            return label;
        }

        var group = GroupReader.Create(row, row.Schema[_group]);
        return () => [.. label(), group()];
    }

    private IEnumerable<DataViewSchema.Column> Needed(DataViewSchema schema)
    {
        var columns = ScoredColumns.Find(_data.Schema, schema);
        DataViewSchema.Column?[] all = [columns.Score, columns.Label, columns.Probability, _label == null ? null : schema[_label.Name], _group == null ? null : schema[_group]];
        return all.OfType<DataViewSchema.Column>().DistinctBy(column => column.Index);
    }
}
