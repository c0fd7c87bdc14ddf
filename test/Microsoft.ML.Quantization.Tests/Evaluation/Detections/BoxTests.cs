using Microsoft.ML.Quantization.Evaluation.Detections;

namespace Microsoft.ML.Quantization.Tests.Evaluation.Detections;

[TestClass]
public sealed class BoxTests
{
    private static readonly Box Ten = new(0, 0, 10, 10);

    [TestMethod]
    [DataRow(0, 0, 10, 10, 1.0, DisplayName = "itself")]
    [DataRow(0, 0, 10, 6, 0.6, DisplayName = "a part")]
    [DataRow(5, 0, 15, 10, 1 / 3.0, DisplayName = "half of each")]
    [DataRow(10, 0, 20, 10, 0.0, DisplayName = "beside it")]
    [DataRow(8, 8, 12, 12, 4 / 112.0, DisplayName = "a corner")]
    [DataRow(6, 0, 4, 10, 0.0, DisplayName = "the wrong way round")]
    [DataRow(5, 5, 5, 9, 0.0, DisplayName = "without area")]
    [DataRow(double.NegativeInfinity, 0, double.PositiveInfinity, 10, 0.0, DisplayName = "endless")]
    public void Overlap_IsIntersectionOverUnion(double x0, double y0, double x1, double y1, double expected)
    {
        var other = new Box(x0, y0, x1, y1);
        Assert.AreEqual(expected, Ten.Overlap(other), 1e-15);
        Assert.AreEqual(Ten.Overlap(other), other.Overlap(Ten));
    }

    [TestMethod]
    public void Overlap_OfTwoEndlessBoxes_IsNone()
    {
        var endless = new Box(0, 0, double.PositiveInfinity, 10);
        Assert.AreEqual(0, endless.Overlap(endless));
    }
}
