using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Tests.Calibration;

[TestClass]
public sealed class ConsumerRangeTests
{
    [TestMethod]
    public void Find_IsTheBestOfTheGridByTheErrorOfTheValues()
    {
        // The second channel alone has values far out; where it hardly counts they are clipped.
        float[] near = SketchData.Normal(30_000);
        float[] far = [.. near.Select((value, i) => i % 500 == 0 ? 4 * value : value)];
        foreach (double weight in new[] { 1, 1e-3 })
        {
            var range = Find([near, far], [1, weight], [1, weight])!.Value;
            double least = double.PositiveInfinity;
            double best = 0;
            double extreme = far.Max(Math.Abs);
            for (int i = 0; i < 14; i++)
            {
                double end = extreme * (1 - (0.05 * i));
                double error = Error(near, end) + (weight * Error(far, end));
                (least, best) = error < least ? (error, end) : (least, best);
            }

            Assert.AreEqual(best, Math.Max(-range.Low, range.High), 0.11 * extreme);
            Assert.AreEqual(weight < 1, range.High < 0.5 * far.Max());
        }
    }

    [TestMethod]
    public void Find_BehindALeakyRelu_SpendsFewLevelsOnNegatives()
    {
        float[] values = [.. SketchData.Normal(30_000).Select(value => value < 0 ? 3 * value : value)];
        var even = Find([values], [1], [1])!.Value;
        var leaky = Find([values], [1e-4], [1])!.Value;
        Assert.IsGreaterThan(1.5f * even.Low, leaky.Low);
        Assert.IsLessThan(-2.5f * values.Max(), values.Min());
    }

    [TestMethod]
    public void Find_KeepsToTheBoundAndGivesUpWhereNothingCounts()
    {
        float[] values = [.. SketchData.Normal(3000).Select(Math.Abs)];
        var range = ConsumerRange.Find([Channel(values)], [0], [1], 1.5, 1, Numbers)!.Value;
        Assert.AreEqual(0, range.Low);
        Assert.IsLessThanOrEqualTo(1.5f, range.High);
        Assert.IsNull(Find([values], [0], [0]));
        Assert.IsNull(Find([new float[10]], [1], [1]));
    }

    [TestMethod]
    public void Find_WhereRoundingAveragesOut_ClipsLess()
    {
        float[] values = [.. SketchData.Normal(30_000).Select((value, i) => i % 500 == 0 ? 4 * value : value)];
        var single = Find([values], [1], [1])!.Value;
        var averaged = ConsumerRange.Find([Channel(values)], [1], [1], double.PositiveInfinity, 1e6, Numbers)!.Value;
        Assert.IsLessThan(0.96f * values.Max(), single.High);
        Assert.AreEqual(values.Max(), averaged.High, 1e-6f);
        Assert.AreEqual(values.Min(), averaged.Low, 1e-6f);
    }

    [TestMethod]
    public void Find_BehindAnActivation_SpendsNoLevelsOnWhatItTakesAway()
    {
        float[] values = [.. SketchData.Normal(30_000).Select(value => 8 * value)];
        var found = ConsumerRange.Find([Channel(values)], [1], [1], double.PositiveInfinity, 1, Numbers, activation: x => x * Math.Clamp((x / 6) + 0.5, 0, 1))!.Value;
        Assert.IsLessThan(-20f, values.Min());
        Assert.AreEqual(-3, found.Low, 1.8);
        Assert.IsGreaterThan(0.6f * values.Max(), found.High);
        double Behind(float low, float high) => values.Average(value => Math.Pow(HardSwish(value) - HardSwish(Rounded(value, Numbers(low, high))), 2));
        Assert.IsLessThan(Behind(Find([values], [1], [1])!.Value.Low, Find([values], [1], [1])!.Value.High) / 2, Behind(found.Low, found.High));
    }

    private static double HardSwish(double x) => x * Math.Clamp((x / 6) + 0.5, 0, 1);

    private static double Rounded(double value, QuantizationParameters numbers) =>
        (Math.Clamp(Math.Round(value / numbers.Scale) + numbers.ZeroPoint, 0, 255) - numbers.ZeroPoint) * numbers.Scale;

    private static double Error(float[] values, double end)
    {
        var parameters = Numbers(-(float)end, (float)end);
        return values.Average(value => Math.Pow(value - ((Math.Clamp(Math.Round(value / parameters.Scale) + parameters.ZeroPoint, 0, 255) - parameters.ZeroPoint) * parameters.Scale), 2));
    }

    private static (float Low, float High, string Reason)? Find(float[][] channels, double[] below, double[] above) =>
        ConsumerRange.Find([.. channels.Select(Channel)], below, above, double.PositiveInfinity, 1, Numbers);

    private static ChannelDistribution Channel(float[] values)
    {
        var channel = new ChannelHistogram();
        foreach (float[] run in values.Chunk(500))
        {
            channel.AddScalar(run);
        }

        return ChannelDistribution.Create(channel);
    }

    private static QuantizationParameters Numbers(float low, float high) => ScaleCalculator.FromRange(low, high, QuantizedType.UInt8, symmetric: false, reduceRange: false);
}
