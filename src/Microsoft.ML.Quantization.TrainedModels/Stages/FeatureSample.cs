using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Stages;

/// <summary>The feature vectors of the first rows that reach a predictor, read once.</summary>
internal sealed class FeatureSample
{
    private readonly List<VBuffer<float>> _rows = [];
    private readonly DataViewSchema.Column _column;

    private FeatureSample(DataViewSchema.Column column) => _column = column;

    public IReadOnlyList<VBuffer<float>> Rows => _rows;

    public static FeatureSample Read(IDataView data, string columnName, int most, CancellationToken token)
    {
        var column = data.Schema[columnName];
        var sample = new FeatureSample(column);
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
    public IDataView View(MLContext context) => FeatureView.Create(context, _column.Name, _column.Type, _rows);

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
}
