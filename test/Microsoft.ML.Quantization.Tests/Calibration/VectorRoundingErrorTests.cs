using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Tests.Calibration;

[TestClass]
public sealed class VectorRoundingErrorTests
{
    /// <summary>Pieces within, across and beyond the ends, wide and next to nothing wide, of every number: bit for bit.</summary>
    [TestMethod]
    public void Fill_AgreesWithTheScalarDefinition()
    {
        var random = new Random(12);
        for (int count = 0; count < 200; count++)
        {
            QuantizationParameters parameters = count % 2 == 0 ? new(0.03f, 100, QuantizedType.UInt8) : new(0.07f, 0, QuantizedType.Int8);
            double[] starts = [.. Enumerable.Range(0, count).Select(_ => (random.NextDouble() - 0.5) * 40)];
            double[] ends = [.. starts.Select(start => start + (random.Next(4) switch { 0 => 0, 1 => 1e-9, 2 => random.NextDouble(), _ => 30 * random.NextDouble() }))];
            double[] shares = [.. starts.Select(_ => random.NextDouble())];
            double clipping = 1 + random.Next(3);
            var errors = new double[count];
            VectorRoundingError.Fill(starts, ends, shares, parameters, clipping, errors);
            double scale = parameters.Scale;
            double[] expected =
            [
                .. Enumerable.Range(0, count).Select(i => shares[i] * RoundingError.Mean(
                    starts[i] / scale, ends[i] / scale, parameters.QuantizedMinimum - parameters.ZeroPoint, parameters.QuantizedMaximum - parameters.ZeroPoint, clipping)),
            ];
            CollectionAssert.AreEqual(expected, errors);
        }
    }

    /// <summary>The error of all channels together is the sum of what each has.</summary>
    [TestMethod]
    public void CountedChannels_AddUpWhatIsDefinedForOne()
    {
        var random = new Random(13);
        var channels = Enumerable.Range(0, 9).Select(i => Distribution(random, i)).ToArray();
        double[] below = [.. channels.Select((_, i) => i % 3 == 0 ? 0 : random.NextDouble())];
        double[] above = [.. channels.Select((_, i) => i % 3 < 2 ? 0 : random.NextDouble())];
        var parameters = new QuantizationParameters(0.02f, 90, QuantizedType.UInt8);
        double expected = 0;
        for (int i = 0; i < channels.Length; i++)
        {
            var (low, high) = channels[i].ErrorOfRounding(parameters, 2);
            expected += (below[i] * low) + (above[i] * high);
        }

        Assert.IsGreaterThan(0, expected);
        Assert.AreEqual(expected, new CountedChannels(channels, below, above).Error(parameters, 2));
        Assert.AreEqual(0, new CountedChannels([], [], []).Error(parameters, 2));
    }

    private static ChannelDistribution Distribution(Random random, int channel)
    {
        var histogram = new ChannelHistogram();
        histogram.AddScalar([.. Enumerable.Range(0, 300).Select(i => i % 7 == 0 ? 0f : (float)((random.NextDouble() - 0.4) * (channel + 1)))]);
        return ChannelDistribution.Create(histogram);
    }
}
