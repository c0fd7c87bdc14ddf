using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Tests.Numerics;

namespace Microsoft.ML.Quantization.Tests.Calibration;

[TestClass]
public sealed class PercentileEstimatorTests
{
    // ONNX Runtime's two-sided percentile, in its bins of 11.5 / 1024 or 17.26 / 1537: ours is within one bin of theirs and one of our own.
    [TestMethod]
    [DataRow("x", -3.88574219f, 3.87451172f)]
    [DataRow("x,y", -3.88574219f, 3.87451172f)]
    public void Estimate_IsWithinABinOfOnnxRuntime(string data, float low, float high)
    {
        float[] values = data == "x" ? GoldenData.X() : [.. GoldenData.X(), .. GoldenData.Y()];
        RangeEstimate estimate = PercentileEstimator.Estimate(SketchAssert.Scalar(values), 99.0);
        Assert.AreEqual(low, estimate.Low, 0.02f);
        Assert.AreEqual(high, estimate.High, 0.02f);
    }

    [TestMethod]
    public void Estimate_ClipsAllOfTheShareAtTheTopOfAOneSidedTensor()
    {
        RangeEstimate estimate = PercentileEstimator.Estimate(SketchAssert.Scalar(GoldenData.Relu()), 99.0);
        Assert.AreEqual(0f, estimate.Low);
        Assert.AreEqual(GoldenData.Relu().Order().ElementAt(9899), estimate.High, 1 / 256f);
        Assert.IsTrue(estimate.ClippedShare is > 0.009 and <= 0.01, $"{estimate.ClippedShare}");
    }

    [TestMethod]
    [DataRow(99.999, 11.5f)]
    [DataRow(99.98, 4f)]
    public void Estimate_ClipsNoMoreValuesThanAllowed(double percentile, float high)
    {
        RangeEstimate estimate = PercentileEstimator.Estimate(SketchAssert.Scalar(GoldenData.X()), percentile);
        Assert.AreEqual(high, estimate.High, 1 / 256f);
    }

    [TestMethod]
    public void Estimate_MirrorsATensorWithoutPositiveValues()
    {
        RangeEstimate positive = PercentileEstimator.Estimate(SketchAssert.Scalar(GoldenData.Relu()), 99.5);
        RangeEstimate negative = PercentileEstimator.Estimate(SketchAssert.Scalar([.. GoldenData.Relu().Select(x => -x)]), 99.5);
        Assert.AreEqual((-positive.High, 0f), (negative.Low, negative.High));
    }

    [TestMethod]
    public void Estimate_KeepsTheExtremesOfAnAlmostEmptyTensor()
    {
        float[] values = new float[100_000];
        values[5] = 3f;
        Assert.AreEqual(3f, PercentileEstimator.Estimate(SketchAssert.Scalar(values), 99.0).High);
    }

    [TestMethod]
    [DataRow(50.0)]
    [DataRow(100.1)]
    [DataRow(double.NaN)]
    public void Estimate_RefusesOtherPercentages(double percentile)
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => PercentileEstimator.Estimate(SketchAssert.Scalar(1f), percentile));
    }
}
