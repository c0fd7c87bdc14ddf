using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Tests.Calibration;

[TestClass]
public sealed class CalibratedTensorTests
{
    [TestMethod]
    public void Create_TellsWhatWasObserved()
    {
        float[] values = [.. Enumerable.Range(0, 20_000).Select(i => i % 2 == 0 ? 0f : i)];
        values[1] = float.NaN;
        CalibratedTensor tensor = CalibratedTensor.Create("x", SketchAssert.Scalar(values), new(CalibrationMethod.Entropy, 99.9));
        Assert.AreEqual((20_000L, 1L, 0L, 0f, 19_999f), (tensor.Count, tensor.NaNCount, tensor.InfinityCount, tensor.Minimum, tensor.Maximum));
        Assert.AreEqual(10_000.0 / 19_999.0, tensor.ZeroShare);
        Assert.IsTrue(tensor.Curve!.Thresholds.Count is > 100 and < 150);
        Assert.AreEqual(tensor.Curve.Divergences.Min(), tensor.Curve.Divergences[tensor.Curve.MinimumIndex]);
    }

    [TestMethod]
    public void Create_RefusesATensorThatWasNeverObserved() => ErrorAssert.Throws<InvalidOperationException>(
        () => CalibratedTensor.Create("x", new TensorSketch(), new(CalibrationMethod.MinMax, 0)), "at least one finite value");

    [TestMethod]
    public void Sqnr_IsInfiniteWhereThereIsNoNoise()
    {
        Assert.AreEqual(double.PositiveInfinity, CalibratedTensor.Create("x", SketchAssert.Scalar(0f, 0f), new(CalibrationMethod.MinMax, 0)).Sqnr);
        double sqnr = CalibratedTensor.Create("x", SketchAssert.Scalar(SketchData.Normal(5000)), new(CalibrationMethod.MinMax, 0)).Sqnr;
        Assert.IsTrue(sqnr is > 30 and < 60, $"{sqnr} dB");
    }
}
