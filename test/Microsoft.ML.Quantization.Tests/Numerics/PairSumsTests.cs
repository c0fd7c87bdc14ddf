using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeX86;

namespace Microsoft.ML.Quantization.Tests.Numerics;

[TestClass]
public sealed class PairSumsTests
{
    [TestMethod]
    public void MinimumScales_LeaveNoPairThatSaturatesInEitherLayout()
    {
        var random = new Random(8);
        float[] values = QuantizerRun.Uniform(random, 16 * 6 * 9, -0.1, 1);
        var source = new WeightSource(values, [16, 6, 3, 3], 0, null);
        sbyte[] safe = Quantize(source, avoid: true);
        Assert.IsFalse(CanSaturate(safe, 16));
        Assert.IsFalse(CanSaturate(ChannelsLast(safe, 16, 6, 9), 16));
        Assert.IsTrue(CanSaturate(Quantize(source, avoid: false), 16));
    }

    [TestMethod]
    public void MinimumScales_ReadLinearWeightsDownTheirColumns()
    {
        float[] values = QuantizerRun.Uniform(new Random(9), 20 * 5, 0, 1);
        sbyte[] safe = Quantize(new WeightSource(values, [20, 5], 1, null), avoid: true);
        sbyte[] columns = [.. Enumerable.Range(0, 100).Select(i => safe[(i % 20 * 5) + (i / 20)])];
        for (int i = 0; i < columns.Length; i += 2)
        {
            Assert.IsTrue(columns[i] + columns[i + 1] <= 128);
        }
    }

    [TestMethod]
    public void MinimumScales_AreZeroForDepthwiseConvolutions() =>
        CollectionAssert.AreEqual(new float[4], PairSums.MinimumScales(new WeightSource([.. Enumerable.Repeat(1f, 36)], [4, 1, 3, 3], 0, null, 4), X86Target.LargestPair));

    /// <summary>Rows of every length, so that some pairs are left over behind the vectors.</summary>
    [TestMethod]
    public void MinimumScales_AreThoseOfTheLargestPair()
    {
        var random = new Random(10);
        for (int length = 1; length < 80; length++)
        {
            float[] row = QuantizerRun.Uniform(random, length, -1, 1);
            float[] sums = [.. row.Chunk(2).Where(pair => pair.Length == 2).SelectMany(pair => new[] { Math.Max(pair[0], 0) + Math.Max(pair[1], 0), -Math.Min(pair[0], 0) - Math.Min(pair[1], 0) })];
            Assert.AreEqual(sums.Append(0).Max() / 100, PairSums.MinimumScales(new WeightSource(row, [1, length], 0, null), 100)[0], $"{length}");
        }
    }

    /// <summary>Pairs of one sign count with both, pairs of two signs with the larger; an odd one out has no neighbour.</summary>
    [TestMethod]
    [DataRow(new float[] { 1, 2, 0, 0, 0 }, 3)]
    [DataRow(new float[] { 1, 2, -4, -3, 0 }, 7)]
    [DataRow(new float[] { 1, 2, -4, 3.5f, 0 }, 4)]
    [DataRow(new float[] { 1, 2, 4.5f, -3, 0 }, 4.5f)]
    [DataRow(new float[] { 1, 2, -1, 2, 9 }, 3)]
    public void MinimumScales_CountPairsOfOneSignWithBoth(float[] row, float pair)
    {
        float[] scales = PairSums.MinimumScales(new WeightSource([.. row, .. new float[5]], [2, 5], 0, null), 127);
        CollectionAssert.AreEqual(new[] { pair / 127, 0 }, scales);
    }

    private static bool CanSaturate(sbyte[] values, int outputs) => values.Chunk(values.Length / outputs).Any(row => SaturationBound.CanSaturate(row));

    private static sbyte[] Quantize(WeightSource source, bool avoid)
    {
        var settings = new QdqSettings { Target = (avoid ? QuantizationTarget.OnnxRuntimeX86 : QuantizationTarget.OnnxRuntimeX86Vnni).Definition, Activations = new Dictionary<string, QuantizationParameters>() };
        return QuantizedNodeWeights.Quantize(source, new QuantizationParameters(0.01f, 0, QuantizedType.UInt8), settings).Values;
    }

    private static sbyte[] ChannelsLast(sbyte[] values, int outputs, int inputs, int taps)
    {
        var moved = new sbyte[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int output = i / (inputs * taps);
            moved[(output * inputs * taps) + (i % taps * inputs) + (i / taps % inputs)] = values[i];
        }

        return moved;
    }
}
