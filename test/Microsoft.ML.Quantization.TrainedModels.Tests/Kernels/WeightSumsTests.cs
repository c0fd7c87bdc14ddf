using Microsoft.ML.Quantization.TrainedModels.Kernels;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Kernels;

[TestClass]
public class WeightSumsTests
{
    private static readonly int[] Features = [1, 2, 3, 4, 5, 7, 15, 16, 17, 33, 100, 1001];
    private static readonly int[] Scores = [1, 2, 3, 5, 8, 16, 17, 33, 48, 49, 64, 65, 130];

    [TestMethod]
    public void Sums_OfEveryWidth_AreTheDefinitionBitForBit()
    {
        var random = new Random(1);
        foreach (int features in Features)
        {
            foreach (int scores in Scores)
            {
                var table = Table(random, features, scores);
                foreach (double zeros in new[] { 0, 0.5, 0.95, 1 })
                {
                    float[] row = [.. Enumerable.Range(0, features).Select(_ => random.NextDouble() < zeros ? 0 : Value(random, special: false))];
                    Check(table, row);
                }

                Check(table, [.. Enumerable.Range(0, features).Select(_ => Value(random, special: true))]);
            }
        }
    }

    [TestMethod]
    [DataRow(new[] { 3, 100 })]
    [DataRow(new[] { -1, 5 })]
    [DataRow(new[] { int.MaxValue, 5 })]
    public void Sparse_OfIndicesOutOfRange_ReadsNothingElsewhere(int[] indices)
    {
        foreach (int scores in new[] { 2, 70 })
        {
            var table = Table(new Random(2), 100, scores);
            foreach (var width in Widths())
            {
                Assert.IsFalse(WeightSums.Sparse(width, table, indices, [1, 1], new float[table.SumCount]), $"{width}, {scores} scores");
            }
        }
    }

    [TestMethod]
    public void Weights_OfUpTo64Scores_LieInOneCacheLine()
    {
        foreach (int scores in Scores.Where(scores => scores <= 64))
        {
            var table = new WeightTable(1000, scores);
            Assert.AreEqual(0, 64 % table.Stride, $"{scores} scores");
        }
    }

    private static void Check(WeightTable table, float[] row)
    {
        float[] expected = new float[table.SumCount];
        ScalarSums.Run(table, row, expected);
        int[] indices = [.. Enumerable.Range(0, row.Length).Where(i => row[i] != 0)];
        float[] values = [.. indices.Select(i => row[i])];
        foreach (var width in Widths())
        {
            float[] dense = new float[table.SumCount];
            float[] sparse = new float[table.SumCount];
            WeightSums.Dense(width, table, row, dense);
            Assert.IsTrue(WeightSums.Sparse(width, table, indices, values, sparse));
            for (int score = 0; score < table.ScoreCount; score++)
            {
                Same(expected[score], dense[score], $"{width}, dense, {row.Length} features, score {score} of {table.ScoreCount}");
                Same(expected[score], sparse[score], $"{width}, sparse, {row.Length} features, score {score} of {table.ScoreCount}");
            }
        }
    }

    /// <summary>What bits a NaN has is the processor's to say; the scorer makes them one.</summary>
    private static void Same(float expected, float actual, string which) =>
        Assert.IsTrue(float.IsNaN(expected) ? float.IsNaN(actual) : BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(actual), $"{expected:r}, {actual:r}: {which}");

    private static IEnumerable<KernelWidth> Widths() => Enum.GetValues<KernelWidth>().Where(KernelWidths.IsSupported);

    private static WeightTable Table(Random random, int features, int scores)
    {
        var table = new WeightTable(features, scores);
        for (int feature = 0; feature < features; feature++)
        {
            for (int score = 0; score < scores; score++)
            {
                table[feature, score] = (sbyte)random.Next(-127, 128);
            }
        }

        return table;
    }

    private static float Value(Random random, bool special) => (special ? random.Next(40) : 9) switch
    {
        0 => float.NaN,
        1 => float.PositiveInfinity,
        2 => float.NegativeInfinity,
        3 => -0f,
        4 => float.MaxValue,
        5 => float.Epsilon,
        _ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 4))),
    };
}
