using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Tests.Calibration;

internal static class SketchAssert
{
    /// <summary>Every number of two sketches is the same, bit for bit.</summary>
    public static void AreEqual(TensorSketch expected, TensorSketch actual)
    {
        Assert.AreEqual(
            (expected.Count, expected.NaNCount, expected.InfinityCount, expected.ZeroCount, expected.Histogram.Exponent),
            (actual.Count, actual.NaNCount, actual.InfinityCount, actual.ZeroCount, actual.Histogram.Exponent));
        Assert.AreEqual(BitConverter.SingleToInt32Bits(expected.Minimum), BitConverter.SingleToInt32Bits(actual.Minimum));
        Assert.AreEqual(BitConverter.SingleToInt32Bits(expected.Maximum), BitConverter.SingleToInt32Bits(actual.Maximum));
        Assert.IsTrue(expected.Histogram.Positive.SequenceEqual(actual.Histogram.Positive), "counts above zero differ");
        Assert.IsTrue(expected.Histogram.Negative.SequenceEqual(actual.Histogram.Negative), "counts below zero differ");
    }

    public static TensorSketch Scalar(params float[] values)
    {
        var sketch = new TensorSketch();
        sketch.AddScalar(values);
        return sketch;
    }
}
