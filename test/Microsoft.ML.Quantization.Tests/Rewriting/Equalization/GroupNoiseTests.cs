using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting.Equalization;
using Microsoft.ML.Quantization.Tests.Calibration;

namespace Microsoft.ML.Quantization.Tests.Rewriting.Equalization;

[TestClass]
public sealed class GroupNoiseTests
{
    private static readonly ChannelDistribution[] Values = [Channel(1, zeros: 0), Channel(4, zeros: 3)];

    private static readonly ScaledWeights Reader = Weights([0.5f, -2f, 1f, 0.25f], [2, 2, 1, 1], [1, 2], [3, 4]);

    [TestMethod]
    [DataRow(1.0, 1.0)]
    [DataRow(4.0, 1.0)]
    [DataRow(2.0, 1.0)]
    public void Compute_IsTheScalarDefinition(double first, double second)
    {
        double[] scales = [1, first, second, 1, 1];
        double step = Math.Max(first * 0.9, second * 3.5) / 255;
        double activations = step * step / 12 * (((0.25 + 1) / (first * first)) + ((4 + 0.0625) * 0.25 / (second * second)));
        double signal = (first * first * Values[0].Variance) + (second * second * Values[1].Variance);
        double[] steps = [Math.Max(0.5 / first, 2 / second) / 127, Math.Max(1 / first, 0.25 / second) / 127];
        Assert.AreEqual(activations + (2 * steps.Sum(each => each * each / 12 * signal)), Noise(makers: null).Compute(scales), 1e-9);

        // With one scale the largest weight decides, and so it does in the layer that makes the channels.
        double largest = steps.Max();
        double made = Math.Max(3 * first, second) / 127;
        double making = made * made / 12 * 7 * (((0.25 + 1) / (first * first)) + ((4 + 0.0625) / (second * second)));
        var maker = Weights([3f, 1f], [2, 1, 1, 1], [0], [1, 2]);
        double expected = activations + (2 * 2 * largest * largest / 12 * signal) + (2 * making);
        Assert.AreEqual(expected, Noise([(maker, [1, 2], [7.0])]).Compute(scales), 1e-9);
    }

    [TestMethod]
    public void Signal_IsTheVarianceOfWhatReads() =>
        Assert.AreEqual(((0.25 + 1) * Values[0].Variance) + ((4 + 0.0625) * Values[1].Variance), Noise(makers: null).Signal, 1e-9);

    [TestMethod]
    public void Reach_IsTheShareWithTheLeastErrorOfClippingAndRounding()
    {
        var channel = new ChannelHistogram();
        foreach (float[] run in SketchData.Normal(20_000).Select((value, i) => i % 5000 == 0 ? 20 : Math.Abs(value)).Chunk(500))
        {
            channel.AddScalar(run);
        }

        var values = ChannelDistribution.Create(channel);
        double[] errors = [.. Enumerable.Range(6, 15).Select(i => values.ErrorOfClipping(0, i) + (i * i / 255.0 / 255 / 12))];
        Assert.AreEqual(6 + Array.IndexOf(errors, errors.Min()), ChannelReach.Find(values, symmetric: false, 1).High, 1e-6);
        Assert.AreEqual(0, ChannelReach.Find(values, symmetric: false, 1).Low);
        Assert.AreEqual(ChannelReach.Find(values, symmetric: true, 1).Low, ChannelReach.Find(values, symmetric: true, 1).High);
    }

    private static GroupNoise Noise((ScaledWeights, int[], double[])[]? makers)
    {
        var readers = new ReaderWeights(2);
        readers.Add(0, 0, 0.25 + 1);
        readers.Add(1, 0, 4 + 0.0625);
        if (makers != null)
        {
            readers.Add(0, 0.25 + 1, 0);
            readers.Add(1, 4 + 0.0625, 0);
        }

        return new GroupNoise([new ObservedChannels("t", [1, 2], Values, [new(0, 0.9), new(0, 3.5)], readers)], [(Reader, [1, 2], [.. Values.Select(channel => channel.Variance)])], makers, EqualizationRules.Usual.WeightNoise);
    }

    private static ScaledWeights Weights(float[] values, long[] dimensions, int[] inputs, int[] outputs) =>
        new("w", () => values, new WeightLayout(dimensions, 0), inputs, outputs) { Node = new NodeProto() };

    /// <summary>Values evenly spread from zero to an end, and so many zeros for each of them.</summary>
    private static ChannelDistribution Channel(float end, int zeros)
    {
        var channel = new ChannelHistogram();
        for (int i = 1; i <= 1000; i++)
        {
            channel.AddScalar([end * i / 1000, .. new float[zeros]]);
        }

        return ChannelDistribution.Create(channel);
    }
}
