using Microsoft.ML.Data;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

/// <summary>Compares what prediction engines give, bit for bit.</summary>
internal static class EngineAssert
{
    public static void Same(MLContext context, ITransformer expected, ITransformer actual, IReadOnlyList<TableRow> rows)
    {
        var input = context.Data.LoadFromEnumerable(rows).Schema;
        if (expected.GetOutputSchema(input)["Score"].Type is VectorDataViewType)
        {
            Same<ScoreVector>(context, expected, actual, rows, row => row.Score);
        }
        else
        {
            Same<ScoreNumber>(context, expected, actual, rows, row => [row.Score]);
        }
    }

    private static void Same<T>(MLContext context, ITransformer expected, ITransformer actual, IReadOnlyList<TableRow> rows, Func<T, float[]> scores)
        where T : class, new()
    {
        using var stock = context.Model.CreatePredictionEngine<TableRow, T>(expected);
        using var engine = context.Model.CreatePredictionEngine<TableRow, T>(actual);
        foreach (var row in rows)
        {
            CollectionAssert.AreEqual(Bits(scores(stock.Predict(row))), Bits(scores(engine.Predict(row))), "By a prediction engine.");
        }
    }

    private static int[] Bits(float[] scores) => Array.ConvertAll(scores, BitConverter.SingleToInt32Bits);

    private sealed class ScoreNumber
    {
        public float Score { get; set; }
    }

    private sealed class ScoreVector
    {
        public float[] Score { get; set; } = [];
    }
}
