using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Data;

/// <summary>The scores, and the probabilities where there are any, that ML.NET itself gives.</summary>
internal sealed record StockScores(float[][] Scores, float[]? Probabilities)
{
    public static StockScores Read(IDataView scored)
    {
        var score = scored.Schema["Score"];
        var probability = scored.Schema.GetColumnOrNull("Probability");
        using var cursor = scored.GetRowCursor(probability == null ? [score] : [score, probability.Value]);
        var read = score.Type is VectorDataViewType ? Vector(cursor, score) : Single(cursor, score);
        var readProbability = probability == null ? null : Single(cursor, probability.Value);
        var (scores, probabilities) = (new List<float[]>(), new List<float>());
        while (cursor.MoveNext())
        {
            scores.Add(read());
            probabilities.AddRange(readProbability?.Invoke() ?? []);
        }

        return new StockScores([.. scores], probability == null ? null : [.. probabilities]);
    }

    private static Func<float[]> Single(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        var get = cursor.GetGetter<float>(column);
        return () =>
        {
            float value = 0;
            get(ref value);
            return [value];
        };
    }

    private static Func<float[]> Vector(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        var get = cursor.GetGetter<VBuffer<float>>(column);
        return () =>
        {
            VBuffer<float> value = default;
            get(ref value);
            return [.. value.DenseValues()];
        };
    }
}
