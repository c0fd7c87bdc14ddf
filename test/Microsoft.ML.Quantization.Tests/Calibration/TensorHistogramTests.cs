using CsCheck;

namespace Microsoft.ML.Quantization.Tests.Calibration;

[TestClass]
public sealed class TensorHistogramTests
{
    [TestMethod]
    public void Of_CountsEveryFiniteValueButZeroInItsBin() => SketchData.Arrays.Sample(values =>
    {
        float[] counted = [.. values.Where(value => float.IsFinite(value) && value != 0)];
        if (TensorHistogram.Create(SketchAssert.Scalar(values)) is not { } histogram)
        {
            Assert.IsEmpty(counted);
            return;
        }

        Assert.IsTrue(histogram.Counts.Count is > 0 and <= TensorHistogram.MostBins);
        int zero = (int)(-histogram.Low / histogram.BinWidth);
        var expected = new long[histogram.Counts.Count];
        foreach (float value in counted)
        {
            // By magnitude, so that a value on an edge is in the bin further from zero.
            int bin = (int)(Math.Abs((double)value) / histogram.BinWidth);
            expected[value > 0 ? zero + bin : zero - 1 - bin]++;
        }

        CollectionAssert.AreEqual(expected, histogram.Counts.ToArray());
    });

    [TestMethod]
    public void Of_DoesNotDependOnTheOrder()
    {
        float[] values = SketchData.Normal(5000);
        var (forth, back) = (TensorHistogram.Create(SketchAssert.Scalar(values))!, TensorHistogram.Create(SketchAssert.Scalar([.. values.Reverse()]))!);
        Assert.AreEqual((forth.Low, forth.BinWidth), (back.Low, back.BinWidth));
        CollectionAssert.AreEqual(forth.Counts.ToArray(), back.Counts.ToArray());
    }

    [TestMethod]
    public void Of_UsesMostOfItsBins() => Assert.IsGreaterThan(120, TensorHistogram.Create(SketchAssert.Scalar(SketchData.Normal(5000)))!.Counts.Count);

    [TestMethod]
    public void Of_ZerosAlone_IsNothing() => Assert.IsNull(TensorHistogram.Create(SketchAssert.Scalar(0f, -0f, 0f)));
}
