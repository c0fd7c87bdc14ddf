using Microsoft.ML.Data;
using Microsoft.ML.Quantization.TrainedModels.Kernels;
using Microsoft.ML.Quantization.TrainedModels.Scoring;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;
using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Scoring;

/// <summary>Compares bits of scores with those of ML.NET.</summary>
internal static class StockAssert
{
    public static void Definition(StockScores stock, VBuffer<float>[] rows, TreeModel model)
    {
        float[] scores = new float[model.ScoreCount];
        for (int i = 0; i < rows.Length; i++)
        {
            model.Score([.. rows[i].DenseValues()], scores);
            SameBits(stock, i, scores, "the definition");
            if (model.Outputs.Probability is { } calibration)
            {
                Assert.AreEqual(BitConverter.SingleToInt32Bits(stock.Probabilities![i]), BitConverter.SingleToInt32Bits(calibration.Probability(scores[0])), $"Probability of row {i}");
            }
        }
    }

    public static void RowByRow(StockScores stock, VBuffer<float>[] rows, TreeEngine engine)
    {
        var scorer = engine.CreateRowScorer();
        float[] scores = new float[engine.Model.ScoreCount];
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i].IsDense)
            {
                scorer.Score(rows[i].GetValues(), scores);
            }
            else
            {
                scorer.Score(rows[i].Length, rows[i].GetIndices(), rows[i].GetValues(), scores);
            }

            SameBits(stock, i, scores, "one row");
        }
    }

    /// <summary>Batches of changing sizes, so that every kernel sees full and partly filled vectors.</summary>
    public static void Batches(StockScores stock, VBuffer<float>[] rows, TreeEngine engine, KernelWidth width)
    {
        var batch = engine.CreateBatch(width);
        int[] sizes = [batch.Capacity, 1, 63, 64, 65, 130, 200, 300, 400];
        float[] scores = new float[batch.Capacity * engine.Model.ScoreCount];
        for (int done = 0, turn = 0; done < rows.Length; done += batch.Count, turn++)
        {
            batch.Clear();
            foreach (var row in rows.Skip(done).Take(Math.Min(sizes[turn % sizes.Length], batch.Capacity)))
            {
                Add(batch, row);
            }

            batch.Score(scores);
            for (int i = 0; i < batch.Count; i++)
            {
                SameBits(stock, done + i, scores.AsSpan(i * engine.Model.ScoreCount, engine.Model.ScoreCount), $"{width}, {batch.Count} rows");
            }
        }
    }

    private static void Add(TreeBatch batch, in VBuffer<float> row)
    {
        if (row.IsDense)
        {
            batch.Add(row.GetValues());
        }
        else
        {
            batch.Add(row.Length, row.GetIndices(), row.GetValues());
        }
    }

    private static void SameBits(StockScores stock, int row, ReadOnlySpan<float> scores, string way)
    {
        float[] expected = stock.Scores[row];
        Assert.AreEqual(expected.Length, scores.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(scores[i]))
            {
                Assert.Fail($"Score {i} of row {row} is {scores[i]:r} by {way}, {expected[i]:r} by ML.NET.");
            }
        }
    }
}
