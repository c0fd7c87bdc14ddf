using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Stages;

/// <summary>What rounding a predictor changes on some rows, in one line for the report.</summary>
internal static class LabelsAndScores
{
    private const string Score = "Score";
    private const string Label = "PredictedLabel";

    public static string Compare(ITransformer stock, ITransformer rounded, IDataView rows, CancellationToken token)
    {
        using var expected = Cursor(stock.Transform(rows), out var readExpected);
        using var actual = Cursor(rounded.Transform(rows), out var readActual);
        var (count, differ, largest) = (0, 0, 0.0);
        for (; expected.MoveNext() && actual.MoveNext(); count++)
        {
            token.ThrowIfCancellationRequested();
            var (left, right) = (readExpected(), readActual());
            differ += left.Label == right.Label ? 0 : 1;
            for (int i = 0; i < left.Scores.Length; i++)
            {
                double difference = Math.Abs((double)left.Scores[i] - right.Scores[i]);
                largest = difference > largest ? difference : largest;
            }
        }

        string labels = expected.Schema.GetColumnOrNull(Label) == null ? "" : $"{differ:N0} label{(differ == 1 ? "" : "s")} and ";
        return string.Create(CultureInfo.InvariantCulture, $"on {count:N0} rows {labels}scores by at most {largest:g2} are others");
    }

    private static DataViewRowCursor Cursor(IDataView view, out Func<(float[] Scores, uint Label)> read)
    {
        var columns = view.Schema.Where(column => !column.IsHidden && column.Name is Score or Label).ToArray();
        var cursor = view.GetRowCursor(columns);
        var (scores, label) = (Scores(cursor), Labels(cursor));
        read = () => (scores(), label());
        return cursor;
    }

    private static Func<float[]> Scores(DataViewRowCursor cursor)
    {
        var column = cursor.Schema[Score];
        if (column.Type is VectorDataViewType)
        {
            var get = cursor.GetGetter<VBuffer<float>>(column);
            VBuffer<float> values = default;
            return () =>
            {
                get(ref values);
                return [.. values.DenseValues()];
            };
        }

        var single = cursor.GetGetter<float>(column);
        return () =>
        {
            float value = 0;
            single(ref value);
            return [value];
        };
    }

    private static Func<uint> Labels(DataViewRowCursor cursor)
    {
        if (cursor.Schema.GetColumnOrNull(Label) is not { } column)
        {
            return () => 0;
        }

        if (column.Type is BooleanDataViewType)
        {
            var flag = cursor.GetGetter<bool>(column);
            return () =>
            {
                bool value = false;
                flag(ref value);
                return value ? 1u : 0;
            };
        }

        var key = cursor.GetGetter<uint>(column);
        return () =>
        {
            uint value = 0;
            key(ref value);
            return value;
        };
    }
}
