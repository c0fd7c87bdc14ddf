using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Tests.Calibration;

[TestClass]
public sealed class ChannelMeanTests
{
    [TestMethod]
    public void Add_TakesTheSecondDimensionOfImages()
    {
        var mean = new ChannelMean(channelsLast: false);
        mean.Add([1, 3, 10, 30, 5, 7, 50, 70], [2, 2, 1, 2]);
        CollectionAssert.AreEqual(new[] { 4.0, 40.0 }, mean.ToArray());
    }

    [TestMethod]
    public void Add_TakesTheLastDimensionOfSequencesOfAnyLength()
    {
        var mean = new ChannelMean(channelsLast: true);
        mean.Add([1, 10, 3, 30], [1, 2, 2]);
        mean.Add([8, 80], [1, 1, 2]);
        CollectionAssert.AreEqual(new[] { 4.0, 40.0 }, mean.ToArray());
    }

    [TestMethod]
    public void Merge_GivesTheSameBitsInAnyOrderAndSplit()
    {
        var random = new Random(4);
        float[][] rows = [.. Enumerable.Range(0, 40).Select(i => QuantizerRun.Uniform(random, 3 * 25, -1, Math.Pow(10, i % 5)))];
        double[] expected = Mean(rows).ToArray();
        random.Shuffle(rows);
        CollectionAssert.AreEqual(expected, Mean(rows).ToArray());
        var left = Mean(rows[..13]);
        left.Merge(Mean(rows[13..]));
        CollectionAssert.AreEqual(expected, left.ToArray());
    }

    [TestMethod]
    [DataRow(float.PositiveInfinity)]
    [DataRow(float.NaN)]
    public void Add_IgnoresWhatIsNotFinite(float value)
    {
        var mean = new ChannelMean(channelsLast: false);
        mean.Add([1, 1, value, 2, 2, 2], [1, 2, 3]);
        double[] means = mean.ToArray();
        Assert.IsTrue(means[0] is >= 0 and <= 1, $"{means[0]}");
        Assert.AreEqual(2.0, means[1]);
    }

    [TestMethod]
    public void ToArray_OfNothingIsEmpty() => Assert.AreEqual(0, new ChannelMean(channelsLast: true).ToArray().Length);

    private static ChannelMean Mean(float[][] rows)
    {
        var mean = new ChannelMean(channelsLast: false);
        Array.ForEach(rows, row => mean.Add(row, [1, 3, 5, 5]));
        return mean;
    }
}
