using Microsoft.ML;
using Microsoft.ML.Data;

namespace Benchmarks.Trained;

/// <summary>Reads the scores of a view that ML.NET scores.</summary>
internal static class StockReader
{
    public static void Drain(IDataView scored) => Visit(scored, _ => { });

    public static float[] Read(IDataView scored)
    {
        var scores = new List<float>();
        Visit(scored, row => scores.AddRange(row));
        return [.. scores];
    }

    public static int Differ(float[] expected, float[] actual) =>
        expected.Length != actual.Length ? int.MaxValue : expected.Zip(actual).Count(pair => BitConverter.SingleToInt32Bits(pair.First) != BitConverter.SingleToInt32Bits(pair.Second));

    private delegate void RowAction(ReadOnlySpan<float> row);

    private static void Visit(IDataView scored, RowAction action)
    {
        var column = scored.Schema["Score"];
        using var cursor = scored.GetRowCursor([column]);
        if (column.Type is VectorDataViewType)
        {
            var get = cursor.GetGetter<VBuffer<float>>(column);
            VBuffer<float> row = default;
            while (cursor.MoveNext())
            {
                get(ref row);
                action(row.GetValues());
            }
        }
        else
        {
            var get = cursor.GetGetter<float>(column);
            float score = 0;
            while (cursor.MoveNext())
            {
                get(ref score);
                action([score]);
            }
        }
    }
}
