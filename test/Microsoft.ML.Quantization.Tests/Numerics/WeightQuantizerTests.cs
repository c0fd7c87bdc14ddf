using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Tests.Numerics;

[TestClass]
public sealed class WeightQuantizerTests
{
    private static readonly float[] Weights = GoldenData.Sequence(64, 11);
    private static readonly long[] Shape = [4, 16];

    [TestMethod]
    public void Quantize_PerTensorGivesTheNumbersOfOnnxRuntime()
    {
        QuantizedWeights actual = WeightQuantizer.Quantize(Weights, Shape, axis: null, reduceRange: false);
        CollectionAssert.AreEqual(new[] { .030082399f }, actual.Scales);
        CollectionAssert.AreEqual(new sbyte[] { 9, 0, -10, -79, 54, 4, 0, -18 }, actual.Values[..8]);
        Assert.AreEqual(71, actual.Values.Sum(q => q));
    }

    [TestMethod]
    public void Quantize_PerRowGivesTheNumbersOfOnnxRuntime()
    {
        QuantizedWeights actual = WeightQuantizer.Quantize(Weights, Shape, axis: 0, reduceRange: false);
        CollectionAssert.AreEqual(new[] { .030082399f, .0228277948f, .0286939256f, .0278329905f }, actual.Scales);
        Assert.AreEqual(79, actual.Values.Sum(q => q));
    }

    [TestMethod]
    public void Quantize_PerColumnGivesTheNumbersOfOnnxRuntime()
    {
        QuantizedWeights actual = WeightQuantizer.Quantize(Weights, Shape, axis: 1, reduceRange: false);
        CollectionAssert.AreEqual(new[] { .0265151709f, .0101052364f, .0228277948f, .0209610313f }, actual.Scales[..4]);
        Assert.AreEqual(115, actual.Values.Sum(q => q));
    }

    [TestMethod]
    public void Quantize_TreatsAMiddleAxisAsTheSlicesItHas()
    {
        float[] values = GoldenData.Sequence(2 * 3 * 5, 1);
        QuantizedWeights actual = WeightQuantizer.Quantize(values, [2, 3, 5], axis: 1, reduceRange: true);
        for (int channel = 0; channel < 3; channel++)
        {
            float[] slice = [.. Enumerable.Range(0, 30).Where(i => i / 5 % 3 == channel).Select(i => values[i])];
            QuantizedWeights alone = WeightQuantizer.Quantize(slice, [10], axis: null, reduceRange: true);
            Assert.AreEqual(alone.Scales[0], actual.Scales[channel]);
            CollectionAssert.AreEqual(alone.Values, Enumerable.Range(0, 30).Where(i => i / 5 % 3 == channel).Select(i => actual.Values[i]).ToArray());
            Assert.AreEqual(64, alone.Values.Max(q => Math.Abs((int)q)));
        }
    }

    [TestMethod]
    public void Quantize_RespectsTheSmallestScales()
    {
        QuantizedWeights actual = WeightQuantizer.Quantize([1f, -2f, 1e-20f, 0f], [2, 2], axis: 0, reduceRange: false, [0.001f, 0.5f]);
        CollectionAssert.AreEqual(new[] { 2f / 127f, 0.5f }, actual.Scales);
        CollectionAssert.AreEqual(new sbyte[] { 64, -127, 0, 0 }, actual.Values);
    }

    [TestMethod]
    public void Quantize_GivesScaleOneToAChannelOfZeros()
    {
        QuantizedWeights actual = WeightQuantizer.Quantize([0f, 1f, -0f, 1f], [2, 2], axis: 1, reduceRange: false);
        Assert.AreEqual(1f, actual.Scales[0]);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(null)]
    public void Quantize_RefusesWeightsThatAreNotFinite(int? axis)
    {
        foreach (float bad in new[] { float.NaN, float.NegativeInfinity })
        {
            Assert.ThrowsExactly<ArgumentException>(() => WeightQuantizer.Quantize([0f, 1f, bad, 1f], [2, 2], axis, reduceRange: false));
        }
    }

    [TestMethod]
    public void Quantize_RefusesShapesThatDoNotFit()
    {
        Assert.ThrowsExactly<ArgumentException>(() => WeightQuantizer.Quantize(Weights, [4, 15], 0, false));
        Assert.ThrowsExactly<ArgumentException>(() => WeightQuantizer.Quantize(Weights, Shape, 2, false));
        Assert.ThrowsExactly<ArgumentException>(() => WeightQuantizer.Quantize(Weights, Shape, 0, false, [1f]));
    }

    [TestMethod]
    public void Quantize_AcceptsNoWeights()
    {
        Assert.IsEmpty(WeightQuantizer.Quantize([], [0, 4], axis: 0, reduceRange: false).Values);
        CollectionAssert.AreEqual(new[] { 1f, 1f }, WeightQuantizer.Quantize([], [2, 0], axis: 0, reduceRange: false).Scales);
    }
}
