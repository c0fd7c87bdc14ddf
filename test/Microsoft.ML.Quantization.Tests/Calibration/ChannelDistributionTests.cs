using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Tests.Calibration;

[TestClass]
public sealed class ChannelDistributionTests
{
    [TestMethod]
    public void Create_KeepsMomentsQuantilesAndExtremes()
    {
        var (values, channel) = Observe(20_000);
        foreach (var (factor, shift) in new[] { (1.0, 0.0), (3.0, 0.7), (0.25, -2.0) })
        {
            var distribution = ChannelDistribution.Create(channel, factor, shift);
            double[] moved = [.. values.Select(value => factor * (value - shift)).Order()];
            double mean = moved.Average();
            Assert.AreEqual(moved[0], distribution.Minimum, 1e-9);
            Assert.AreEqual(moved[^1], distribution.Maximum, 1e-9);
            Assert.AreEqual(mean, distribution.Mean, 0.01 * factor);
            Assert.AreEqual(moved.Average(value => Math.Pow(value - mean, 2)), distribution.Variance, 0.01 * factor * factor);
            Assert.AreEqual(moved[(int)(0.002 * moved.Length)], distribution.Quantile(0.002), 0.05 * factor);
            Assert.AreEqual(moved[(int)(0.998 * moved.Length)], distribution.Quantile(0.998), 0.05 * factor);
            Assert.AreEqual(values.Count(value => value != 0) / (double)values.Length, distribution.NonZeroShare, 1e-12);
        }
    }

    [TestMethod]
    public void ErrorOfClipping_IsThatOfTheValues()
    {
        var (values, channel) = Observe(20_000);
        var distribution = ChannelDistribution.Create(channel);
        foreach (var (low, high) in new[] { (-0.5, 1.0), (-9.0, 0.25), (0.0, 9.0) })
        {
            Assert.AreEqual(values.Average(value => Math.Pow(value - Math.Clamp(value, low, high), 2)), distribution.ErrorOfClipping(low, high), 0.003);
        }
    }

    [TestMethod]
    public void ErrorOfRounding_IsThatOfTheValuesBySide()
    {
        var (values, channel) = Observe(40_000);
        var distribution = ChannelDistribution.Create(channel);
        foreach (var (low, high) in new[] { (-1f, 1f), (-3f, 0.5f), (-0.3f, 4f) })
        {
            var parameters = ScaleCalculator.FromRange(low, high, QuantizedType.UInt8, symmetric: false, reduceRange: false);
            double[] errors = [.. values.Select(value => Math.Pow(value - (Math.Clamp(Math.Round(value / parameters.Scale) + parameters.ZeroPoint, 0, 255) - parameters.ZeroPoint) * parameters.Scale, 2))];
            var (below, above) = distribution.ErrorOfRounding(parameters);
            Assert.AreEqual(values.Zip(errors).Where(pair => pair.First < 0).Sum(pair => pair.Second) / values.Length, below, 0.03 * (below + above));
            Assert.AreEqual(values.Zip(errors).Where(pair => pair.First > 0).Sum(pair => pair.Second) / values.Length, above, 0.03 * (below + above));
        }
    }

    [TestMethod]
    [DataRow(0.0, 1.0, -10, 10, 1 / 12.0)]
    [DataRow(-0.5, 0.5, -10, 10, 1 / 12.0)]
    [DataRow(0.25, 0.25, -10, 10, 0.0625)]
    [DataRow(0.0, 0.5, -10, 10, 1 / 12.0)]
    [DataRow(0.0, 0.25, -10, 10, 1 / 48.0)]
    [DataRow(3.0, 5.0, 0, 3, 4 / 3.0)]
    [DataRow(-2.0, 1.0, 0, 3, (8 / 3.0 + 1 / 12.0) / 3)]
    [DataRow(-7.0, -7.0, 0, 3, 49.0)]
    public void RoundingError_OfGoldenPieces(double start, double end, int first, int last, double expected) =>
        Assert.AreEqual(expected, RoundingError.Mean(start, end, first, last), 1e-12);

    [TestMethod]
    public void RoundingError_CountsClippingAsOftenAsAsked() => Assert.AreEqual(((5 * 8 / 3.0) + (1 / 12.0)) / 3, RoundingError.Mean(-2, 1, 0, 3, 5), 1e-12);

    private static (double[] Values, ChannelHistogram Channel) Observe(int count)
    {
        var random = new Random(8);
        float[] values = [.. Enumerable.Range(0, count).Select(i => i % 5 == 0 ? 0f : (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(6.2832 * random.NextDouble())))];
        var channel = new ChannelHistogram();
        foreach (float[] run in values.Chunk(500))
        {
            channel.AddScalar(run);
        }

        return ([.. values.Select(value => (double)value)], channel);
    }
}
