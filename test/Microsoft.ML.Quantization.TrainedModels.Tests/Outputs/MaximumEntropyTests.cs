using Microsoft.ML.Quantization.TrainedModels.Outputs;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Outputs;

[TestClass]
public class MaximumEntropyTests
{
    private const int Rows = 200_000;

    [TestMethod]
    public void Vectors_GiveTheBitsOfTheDefinition_OrGiveUp()
    {
        if (!Powers.IsFast)
        {
            Assert.Inconclusive("This machine has no vectors of 256 bits.");
        }

        var random = new Random(1);
        int fast = 0;
        for (int row = 0; row < Rows; row++)
        {
            double size = Math.Pow(10, random.Next(-3, 3));
            float[] scores = [.. Enumerable.Range(0, 8 + random.Next(60)).Select(_ => (float)((random.NextDouble() - 0.5) * size))];
            if (random.Next(4) == 0)
            {
                scores[random.Next(scores.Length)] = scores.Max();
            }

            float[] expected = [.. scores];
            MaximumEntropy.Normalize(expected);
            if (FastMaximumEntropy.TryNormalize(scores))
            {
                fast++;
                CollectionAssert.AreEqual(expected.Select(BitConverter.SingleToInt32Bits).ToArray(), scores.Select(BitConverter.SingleToInt32Bits).ToArray(), $"row {row}");
            }
        }

        Assert.IsGreaterThan(0.99 * Rows, fast, "It gives up too often.");
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    [DataRow(float.NegativeInfinity)]
    [DataRow(float.MaxValue)]
    [DataRow(-1000f)]
    public void Vectors_OfScoresThatAreOutOfRange_GiveUp(float score)
    {
        float[] scores = [.. Enumerable.Repeat(0.5f, 11), score];
        float[] before = [.. scores];
        Assert.IsFalse(FastMaximumEntropy.TryNormalize(scores));
        CollectionAssert.AreEqual(before, scores);
    }
}
