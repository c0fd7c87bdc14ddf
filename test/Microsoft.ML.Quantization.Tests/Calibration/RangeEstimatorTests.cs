using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Tests.Calibration;

[TestClass]
public sealed class RangeEstimatorTests
{
    private static IEnumerable<CalibrationMethod> Methods => CalibrationRules.All.Select(rule => rule.Method);

    [TestMethod]
    [DynamicData(nameof(Methods))]
    public void Estimate_StaysWithinWhatWasObserved(CalibrationMethod method)
    {
        float[][] inputs =
        [
            [0f], [1f], [-1f], [3f, 3f, 3f], [-5f, -4f, -4.5f], [2f, 2.5f], [0f, 0f, 1e-40f], [float.MinValue, float.MaxValue],
            SketchData.Normal(5000), SketchData.Relu(5000), [.. SketchData.Relu(5000).Select(x => -x)], SketchData.SparseOutliers(50_000),
        ];
        foreach (float[] values in inputs)
        {
            RangeEstimate estimate = RangeEstimator.Estimate(SketchAssert.Scalar(values), new(method, 99.9));
            Assert.IsTrue(estimate.Low >= values.Min() && estimate.High <= values.Max() && estimate.Low <= estimate.High, $"[{estimate.Low}, {estimate.High}]");
            Assert.IsTrue(estimate.ClippedShare is >= 0 and < 1, $"clipped {estimate.ClippedShare}");
            Assert.AreNotEqual("", estimate.Reason);
            bool allZero = values.All(x => x == 0f);
            Assert.IsTrue(allZero || estimate.Low < 0f || estimate.High > 0f, "nothing is left of the range");
        }
    }

    [TestMethod]
    public void Estimate_MinMaxIsExact()
    {
        RangeEstimate estimate = RangeEstimator.Estimate(SketchAssert.Scalar(GoldenX()), new(CalibrationMethod.MinMax, 0));
        Assert.AreEqual((-3.99760199f, 11.5f, 0.0), (estimate.Low, estimate.High, estimate.ClippedShare));
    }

    [TestMethod]
    public void Estimate_TellsTheShareThatIsClipped()
    {
        float[] values = SketchData.Normal(100_000);
        foreach (CalibrationMethod method in Methods)
        {
            RangeEstimate estimate = RangeEstimator.Estimate(SketchAssert.Scalar(values), new(method, 99.0));
            double expected = values.Count(x => x < estimate.Low || x > estimate.High) / (double)values.Length;
            Assert.AreEqual(expected, estimate.ClippedShare, 2e-5, $"{method}");
        }
    }

    [TestMethod]
    public void Estimate_DoesNotDependOnSplitOrOrder()
    {
        float[] values = SketchData.SparseOutliers(60_000);
        var parts = new TensorSketch();
        foreach (float[] part in values.Reverse().Chunk(977))
        {
            parts.Add(part);
        }

        foreach (CalibrationMethod method in Methods)
        {
            RangeEstimate expected = RangeEstimator.Estimate(SketchAssert.Scalar(values), new(method, 99.99));
            RangeEstimate actual = RangeEstimator.Estimate(parts, new(method, 99.99));
            Assert.AreEqual(expected with { Curve = null }, actual with { Curve = null });
            CollectionAssert.AreEqual(expected.Curve?.Divergences.ToArray(), actual.Curve?.Divergences.ToArray());
        }
    }

    [TestMethod]
    public void Estimate_RefusesASketchWithoutFiniteValues()
    {
        Assert.ThrowsExactly<InvalidOperationException>(() => RangeEstimator.Estimate(new TensorSketch(), new(CalibrationMethod.MinMax, 0)));
        Assert.ThrowsExactly<InvalidOperationException>(() => RangeEstimator.Estimate(SketchAssert.Scalar(float.NaN), new(CalibrationMethod.Entropy, 0)));
    }

    [TestMethod]
    public void Estimate_RefusesAnUnknownMethod()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => RangeEstimator.Estimate(SketchAssert.Scalar(1f), new((CalibrationMethod)99, 0)));
    }

    /// <summary>Signal to quantization noise in decibels of the UINT8 quantizer of a range.</summary>
    internal static double SignalToNoise(float[] values, RangeEstimate range)
    {
        QuantizationParameters parameters = ScaleCalculator.FromRange(range.Low, range.High, QuantizedType.UInt8, symmetric: false, reduceRange: false);
        double signal = values.Sum(x => (double)x * x);
        double noise = values.Sum(x => Math.Pow(x - AffineQuantizer.Dequantize(AffineQuantizer.Quantize(x, parameters), parameters), 2));
        return 10 * Math.Log10(signal / noise);
    }

    private static float[] GoldenX() => Numerics.GoldenData.X();
}
