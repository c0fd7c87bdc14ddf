using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Numerics;

namespace Microsoft.ML.Quantization.Tests.Calibration;

[TestClass]
public sealed class MeanSquaredErrorEstimatorTests
{
    [TestMethod]
    [DataRow("normal", 0.1)]
    [DataRow("laplace", 1.5)]
    [DataRow("relu", 0.1)]
    [DataRow("gelu", 0.1)]
    [DataRow("student", 2.0)]
    [DataRow("outliers", 0.1)]
    [DataRow("channels", 1.0)]
    public void Estimate_HasLessNoiseThanMinMax(string data, double decibels)
    {
        float[] values = Distribution(data);
        TensorSketch sketch = SketchAssert.Scalar(values);
        RangeEstimate best = MeanSquaredErrorEstimator.Estimate(sketch);
        double gain = RangeEstimatorTests.SignalToNoise(values, best) - RangeEstimatorTests.SignalToNoise(values, MinMaxEstimator.Estimate(sketch));
        Assert.IsGreaterThanOrEqualTo(decibels, gain);
        foreach (CalibrationMethod method in new[] { CalibrationMethod.Entropy, CalibrationMethod.Percentile })
        {
            double other = RangeEstimatorTests.SignalToNoise(values, RangeEstimator.Estimate(sketch, new(method, 99.999)));
            Assert.IsGreaterThanOrEqualTo(other - 0.02, RangeEstimatorTests.SignalToNoise(values, best), $"{method}");
        }
    }

    [TestMethod]
    public void ExpectedSquaredError_IsTheMeasuredOne()
    {
        foreach (float[] values in new[] { SketchData.Normal(100_000), SketchData.Relu(100_000), [.. SketchData.Relu(100_000).Select(x => -x)] })
        {
            var model = new ExpectedSquaredError(SketchAssert.Scalar(values));
            foreach ((float low, float high) in new[] { (-5f, 5f), (-1f, 2f), (0f, 3f), (-4f, 0f), (-3f, 0.5f) })
            {
                QuantizationParameters parameters = ScaleCalculator.FromRange(low, high, QuantizedType.UInt8, false, false);
                double measured = values.Average(x => Math.Pow(x - AffineQuantizer.Dequantize(AffineQuantizer.Quantize(x, parameters), parameters), 2));
                Assert.AreEqual(measured, model.Compute(parameters), 0.03 * measured, $"[{low}, {high}]");
            }
        }
    }

    [TestMethod]
    public void Estimate_IsAsGoodAsTryingEveryThreshold()
    {
        TensorSketch sketch = SketchAssert.Scalar(SketchData.Relu(100_000));
        var model = new ExpectedSquaredError(sketch);
        double best = Enumerable.Range(1, 4095)
            .Select(i => Math.Min((float)(i * sketch.Histogram.BinWidth), sketch.Maximum))
            .Min(high => model.Compute(ScaleCalculator.FromRange(0f, high, QuantizedType.UInt8, false, false)));
        DivergenceCurve curve = MeanSquaredErrorEstimator.Estimate(sketch).Curve!;
        Assert.AreEqual(best, curve.Divergences[curve.MinimumIndex], 0.005 * best);
    }

    [TestMethod]
    public void Estimate_KeepsACurveThroughTheRangeItChose()
    {
        RangeEstimate estimate = MeanSquaredErrorEstimator.Estimate(SketchAssert.Scalar(SketchData.Laplace(100_000)));
        DivergenceCurve curve = estimate.Curve!;
        CollectionAssert.AreEqual(curve.Thresholds.Order().ToArray(), curve.Thresholds.ToArray());
        Assert.AreEqual(curve.Divergences.Min(), curve.Divergences[curve.MinimumIndex]);
        Assert.IsGreaterThan(30, curve.Thresholds.Count);
        Assert.AreEqual(Math.Max(-estimate.Low, estimate.High), curve.Thresholds[curve.MinimumIndex], 0.01);
        Assert.IsTrue(curve.MinimumIndex > 0 && curve.MinimumIndex < curve.Thresholds.Count - 1);
    }

    [TestMethod]
    public void Estimate_KeepsEveryValueOfATensorWithFewOfThem()
    {
        RangeEstimate estimate = MeanSquaredErrorEstimator.Estimate(SketchAssert.Scalar([.. Enumerable.Range(0, 256).Select(i => i * 0.5f)]));
        Assert.AreEqual((0f, 127.5f), (estimate.Low, estimate.High), estimate.Reason);
    }

    private static float[] Distribution(string name)
    {
        return name switch
        {
            "normal" => SketchData.Normal(400_000),
            "laplace" => SketchData.Laplace(400_000),
            "relu" => SketchData.Relu(400_000),
            "gelu" => SketchData.Gelu(400_000),
            "student" => SketchData.StudentT3(400_000),
            "outliers" => SketchData.SparseOutliers(400_000),
            _ => SketchData.LargeChannels(400_000),
        };
    }
}
