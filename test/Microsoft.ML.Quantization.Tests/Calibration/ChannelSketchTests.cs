using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Tests.Calibration;

[TestClass]
public sealed class ChannelSketchTests
{
    /// <summary>A channel whose largest value is 32 times smaller has bins as wide as the tensor's; the other's are 32 times as wide.</summary>
    [TestMethod]
    public void Create_KeepsNarrowBinsAndSpreadsWideOnes()
    {
        var channels = Channels([1f, 1f, -0.5f, 0f], [1f / 32, 1f / 64, 0f, 0f]);
        var sketch = channels.Sketch("x", fromChannels: true);
        Assert.AreEqual((-0.5f, 1f, 3L, 8L), (sketch.Minimum, sketch.Maximum, sketch.ZeroCount, sketch.Count));
        Assert.AreEqual(-11, sketch.Histogram.Exponent);
        Assert.AreEqual(1, sketch.Histogram.Positive[2048 / 32]);
        Assert.AreEqual(1, sketch.Histogram.Positive[2048 / 64]);

        // The channel ends at 1, though its bin reaches to 65/64.
        Assert.AreEqual(2, sketch.Histogram.Positive[2048]);
        Assert.AreEqual(1, sketch.Histogram.Negative[1024]);
    }

    [TestMethod]
    public void Create_SpreadsABinEvenly()
    {
        float[] values = [.. Enumerable.Repeat(0.625f, 64), 0.5f, 1f];
        var sketch = Channels(values).Sketch("x", fromChannels: true);
        var positive = sketch.Histogram.Positive;
        for (int bin = 1280; bin < 1280 + 32; bin++)
        {
            Assert.AreEqual(2, positive[bin]);
        }

        Assert.AreEqual(66, Sum(positive));
    }

    [TestMethod]
    public void Create_LosesNoValueThatWasCounted()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            float[][] channels = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => QuantizerRun.Uniform(random, 100, seed % 3 == 0 ? 0 : -1, Math.Pow(8, random.Next(-14, 8))))];
            Array.ForEach(channels, channel => channel[random.Next(100)] = 0);
            var exact = new TensorSketch();
            exact.AddScalar([.. channels.SelectMany(channel => channel)]);
            var sketch = Channels(channels).Sketch("x", fromChannels: true);
            Assert.AreEqual((exact.Count, exact.ZeroCount, exact.Minimum, exact.Maximum), (sketch.Count, sketch.ZeroCount, sketch.Minimum, sketch.Maximum));
            Assert.AreEqual(exact.Histogram.Exponent, sketch.Histogram.Exponent);
            Assert.AreEqual(Sum(exact.Histogram.Positive), Sum(sketch.Histogram.Positive));
            Assert.AreEqual(Sum(exact.Histogram.Negative), Sum(sketch.Histogram.Negative));
        }
    }

    /// <summary>Whether every value was sketched beside, for other options, changes nothing; nor do values that are not finite.</summary>
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Create_IsTheSameBesideAWholeSketch(bool channelsLast)
    {
        var random = new Random(7);
        float[] values = QuantizerRun.Uniform(random, 3000, -1, 5);
        (values[5], values[1700], values[2900]) = (float.NaN, float.PositiveInfinity, float.NegativeInfinity);
        long[] shape = channelsLast ? [1, 1000, 3] : [1, 3, 20, 50];
        var alone = new ActivationStatistics([], [], new Dictionary<string, ChannelStatistics> { ["x"] = new(channelsLast) });
        var beside = new ActivationStatistics(["x"], [], new Dictionary<string, ChannelStatistics> { ["x"] = new(channelsLast) });
        alone.Add("x", values, shape);
        beside.Add("x", values, shape);
        Assert.AreEqual(new SeenValues(3000, 1, 2), alone.Seen("x"));
        Assert.AreEqual(beside.Seen("x"), alone.Seen("x"));
        SketchAssert.AreEqual(beside.Sketch("x", fromChannels: true), alone.Sketch("x", fromChannels: true));
        Assert.IsTrue(alone.CanSketch("x", fromChannels: true) && !alone.CanSketch("x", fromChannels: false));
    }

    private static ActivationStatistics Channels(params float[][] channels)
    {
        var statistics = new ActivationStatistics([], [], new Dictionary<string, ChannelStatistics> { ["x"] = new(channelsLast: false) });
        statistics.Add("x", [.. channels.SelectMany(channel => channel)], [1, channels.Length, channels[0].Length]);
        statistics.Settle();
        return statistics;
    }

    private static long Sum(ReadOnlySpan<long> counts)
    {
        long sum = 0;
        foreach (long count in counts)
        {
            sum += count;
        }

        return sum;
    }
}
