using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Tests.Numerics;

[TestClass]
public sealed class ChannelMagnitudesTests
{
    [TestMethod]
    public void Largest_IsThatOfTheDefinition()
    {
        var random = new Random(3);
        for (int length = 0; length < 200; length++)
        {
            float[] values = [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() - 0.5f) * MathF.Pow(10, random.Next(-40, 38)))];
            Assert.AreEqual(values.Select(MathF.Abs).DefaultIfEmpty(0f).Max(), ChannelMagnitudes.Largest(values), $"{length} values");
        }
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    [DataRow(float.NegativeInfinity)]
    public void Largest_IsNotFiniteWhereAValueIsNot(float bad)
    {
        foreach (int place in new[] { 0, 17, 66 })
        {
            float[] values = [.. Enumerable.Repeat(-float.MaxValue, 67)];
            values[place] = bad;
            Assert.AreEqual(MathF.Abs(bad), ChannelMagnitudes.Largest(values));
            Assert.AreEqual(MathF.Abs(bad), ChannelMagnitudes.Largest(values, 1, 1, 67)[0]);
        }
    }

    [TestMethod]
    public void Largest_OfChannelsIsTheSameWhateverLiesBehindThem()
    {
        float[] values = [1, -7, 3, 2, -5, 4, 0, 6, -8, -2, 1, 0];
        CollectionAssert.AreEqual(new float[] { 8, 5 }, ChannelMagnitudes.Largest(values, 2, 2, 3));
        CollectionAssert.AreEqual(new float[] { 4, 7, 8 }, ChannelMagnitudes.Largest([1, -7, 3, -4, 2, 8], 2, 3, 1));
    }
}
