using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Stages;

/// <summary>The feature vectors of the first rows that reach a predictor, read once.</summary>
internal sealed class FeatureSample
{
    private readonly List<VBuffer<float>> _rows = [];
    private readonly SchemaDefinition _definition;

    private FeatureSample(string column, DataViewType type)
    {
        _definition = SchemaDefinition.Create(typeof(Row));
        _definition[nameof(Row.Features)].ColumnName = column;
        _definition[nameof(Row.Features)].ColumnType = type;
    }

    public IReadOnlyList<VBuffer<float>> Rows => _rows;

    public static FeatureSample Read(IDataView data, string columnName, int most, CancellationToken token)
    {
        var column = data.Schema[columnName];
        var sample = new FeatureSample(columnName, column.Type);
        using var cursor = data.GetRowCursor([column]);
        var get = cursor.GetGetter<VBuffer<float>>(column);
        while (sample._rows.Count < most && cursor.MoveNext())
        {
            token.ThrowIfCancellationRequested();
            VBuffer<float> row = default;
            get(ref row);
            sample._rows.Add(row);
        }

        return sample;
    }

    /// <summary>A view of the vectors alone.</summary>
    public IDataView View(MLContext context) => context.Data.LoadFromEnumerable(_rows.Select(row => new Row { Features = row }), _definition);

    /// <summary>The mean square of each feature; one that is never seen gets a share of what is seen, as other rows may have it. Missing values are passed over.</summary>
    public double[] MeanSquares(int length)
    {
        double[] squares = new double[length];
        foreach (var row in _rows.Where(row => row.Length == length))
        {
            foreach (var (feature, value) in row.Items())
            {
                squares[feature] += float.IsFinite(value) ? (double)value * value : 0;
            }
        }

        double unseen = squares.Average() / Math.Max(1, _rows.Count);
        return [.. squares.Select(square => (square + unseen) / (_rows.Count + 1))];
    }

    private sealed class Row
    {
        public VBuffer<float> Features { get; set; }
    }
}
