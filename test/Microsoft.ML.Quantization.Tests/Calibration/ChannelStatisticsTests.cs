using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Tests.Calibration;

[TestClass]
public sealed class ChannelStatisticsTests
{
    [TestMethod]
    public void Add_CountsEachChannelOfImagesAndOfSequences()
    {
        var images = new ChannelStatistics(channelsLast: false);
        images.Add([1, 0, -3, 30, 5, 0, 50, float.NaN], [2, 2, 1, 2]);
        Assert.AreEqual((4L, 2L, 0f, 5f), Numbers(images.Channels[0]));
        Assert.AreEqual((3L, 0L, -3f, 50f), Numbers(images.Channels[1]));

        var sequences = new ChannelStatistics(channelsLast: true);
        sequences.Add([1, -3, 0, 30, 5, 50, 0, float.NegativeInfinity], [1, 4, 2]);
        Assert.AreEqual((4L, 2L, 0f, 5f), Numbers(sequences.Channels[0]));
        Assert.AreEqual((3L, 0L, -3f, 50f), Numbers(sequences.Channels[1]));
        Assert.IsTrue(images.Channels[1].Bins.Positive.SequenceEqual(sequences.Channels[1].Bins.Positive));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Merge_GivesTheSameBitsInAnyOrderAndSplit(bool channelsLast)
    {
        var random = new Random(4);
        float[][] rows = [.. Enumerable.Range(0, 40).Select(i => QuantizerRun.Uniform(random, 3 * 700, i % 3 == 0 ? 0 : -1, Math.Pow(10, i % 5)))];
        var expected = Of(rows, channelsLast);
        random.Shuffle(rows);
        AssertSame(expected, Of(rows, channelsLast));
        var left = Of(rows[..13], channelsLast);
        left.Merge(Of(rows[13..], channelsLast));
        AssertSame(expected, left);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(49)]
    [DataRow(512)]
    [DataRow(513)]
    [DataRow(1000)]
    [DataRow(20_000)]
    public void Add_AgreesWithTheDefinitionBitForBit(int length)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var (fast, scalar) = (new ChannelHistogram(), new ChannelHistogram());
            for (int part = 0; part < 4; part++)
            {
                float[] values = QuantizerRun.Uniform(random, length, seed % 2 == 0 ? 0 : -1, Math.Pow(8, random.Next(-3, 4)));
                for (int i = 0; i < length; i++)
                {
                    values[i] = random.Next(6) switch { 0 or 1 => 0f, 2 when seed % 3 == 0 => -0f, 3 when seed % 5 == 4 => float.NaN, _ => values[i] };
                }

                fast.Add(values);
                scalar.AddScalar(values);
            }

            AssertSame(scalar, fast);
        }
    }

    [TestMethod]
    public void Settle_ChangesNothingOfWhatIsRead_NorOfWhatIsAddedLater()
    {
        var random = new Random(5);
        float[][] rows = [.. Enumerable.Range(0, 30).Select(i => QuantizerRun.Uniform(random, 3 * 700, i % 3 == 0 ? 0 : -1, Math.Pow(10, i % 5)))];
        var (settled, other) = (Of(rows[..10], channelsLast: false), Of(rows[20..], channelsLast: false));
        settled.Settle();
        AssertSame(Of(rows[..10], channelsLast: false), settled);
        Array.ForEach(rows[10..20], row => settled.Add(row, [1, 3, 25, 28]));
        settled.Settle();
        other.Settle();
        settled.Merge(other);
        AssertSame(Of(rows, channelsLast: false), settled);
        Assert.AreEqual(new SeenValues(30 * 3 * 700, 0, 0), settled.Seen);
    }

    /// <summary>Means that are added to on the way are those that are added to by themselves, and values that are not finite count as zero in both.</summary>
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Add_GivesTheMeansOfChannelsBitForBit(bool channelsLast)
    {
        var random = new Random(6);
        var (alone, beside) = (Statistics([]), Statistics(new Dictionary<string, ChannelStatistics> { ["x"] = new(channelsLast) }));
        for (int row = 0; row < 20; row++)
        {
            float[] values = QuantizerRun.Uniform(random, 2 * 4 * 70, -1, Math.Pow(10, row - 10));
            values[random.Next(values.Length)] = row % 5 == 0 ? float.NaN : row % 7 == 0 ? float.MaxValue : 0;
            alone.Add("x", values, channelsLast ? [2, 70, 4] : [2, 4, 7, 10]);
            beside.Add("x", values, channelsLast ? [2, 70, 4] : [2, 4, 7, 10]);
        }

        Assert.AreEqual(alone.Means["x"].Count, beside.Means["x"].Count);
        CollectionAssert.AreEqual(alone.Means["x"].Sums.ToArray(), beside.Means["x"].Sums.ToArray());

        ActivationStatistics Statistics(Dictionary<string, ChannelStatistics> channels) => new([], [KeyValuePair.Create("x", channelsLast)], channels);
    }

    /// <summary>A sketch that takes over the extremes that its channels were searched for is the one that looks itself.</summary>
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Add_GivesASketchTheExtremesOfAllChannels(bool channelsLast)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            int channels = random.Next(1, 9);
            int size = random.Next(1, 20_000) / (seed % 2 == 0 ? 1 : 100);
            float[] values = QuantizerRun.Uniform(random, channels * size, seed % 3 == 0 ? 0 : -1, Math.Pow(8, random.Next(-3, 4)));
            for (int i = seed % 7; i < values.Length; i += 1 + random.Next(values.Length))
            {
                values[i] = random.Next(5) switch { 0 => float.NaN, 1 => float.PositiveInfinity, 2 => -0f, _ => 0 };
            }

            long[] shape = channelsLast ? [1, size, channels] : [1, channels, size];
            var (alone, beside) = (new ActivationStatistics(["x"], []), new ActivationStatistics(["x"], [], new Dictionary<string, ChannelStatistics> { ["x"] = new(channelsLast) }));
            alone.Add("x", values, shape);
            beside.Add("x", values, shape);
            SketchAssert.AreEqual(alone.Sketches["x"], beside.Sketches["x"]);
        }
    }

    private static (long Count, long Zeros, float Minimum, float Maximum) Numbers(ChannelHistogram channel) => (channel.Count, channel.Zeros, channel.Minimum, channel.Maximum);

    private static ChannelStatistics Of(float[][] rows, bool channelsLast)
    {
        var statistics = new ChannelStatistics(channelsLast);
        Array.ForEach(rows, row => statistics.Add(row, channelsLast ? [1, 700, 3] : [1, 3, 25, 28]));
        return statistics;
    }

    private static void AssertSame(ChannelStatistics expected, ChannelStatistics actual)
    {
        Assert.HasCount(expected.Channels.Count, actual.Channels);
        for (int i = 0; i < expected.Channels.Count; i++)
        {
            AssertSame(expected.Channels[i], actual.Channels[i]);
        }
    }

    private static void AssertSame(ChannelHistogram expected, ChannelHistogram actual)
    {
        Assert.AreEqual(Numbers(expected), Numbers(actual));
        Assert.AreEqual(BitConverter.SingleToInt32Bits(expected.Minimum), BitConverter.SingleToInt32Bits(actual.Minimum));
        Assert.AreEqual(BitConverter.SingleToInt32Bits(expected.Maximum), BitConverter.SingleToInt32Bits(actual.Maximum));
        Assert.AreEqual(expected.Bins.Exponent, actual.Bins.Exponent);
        Assert.IsTrue(expected.Bins.Positive.SequenceEqual(actual.Bins.Positive));
        Assert.IsTrue(expected.Bins.Negative.SequenceEqual(actual.Bins.Negative));
    }
}
