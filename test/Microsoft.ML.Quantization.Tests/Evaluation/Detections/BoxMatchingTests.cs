using Microsoft.ML.Quantization.Evaluation.Detections;

namespace Microsoft.ML.Quantization.Tests.Evaluation.Detections;

[TestClass]
public sealed class BoxMatchingTests
{
    private const ushort All = (1 << BoxMatching.Thresholds) - 1;

    private static readonly LabelledObject Ten = new(0, new Box(0, 0, 10, 10));

    [TestMethod]
    public void Threshold_GoesFromAHalfByTwentieths() =>
        CollectionAssert.AreEqual((double[])[0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95], Enumerable.Range(0, BoxMatching.Thresholds).Select(BoxMatching.Threshold).ToArray());

    /// <summary>An overlap of 0.6 is enough for 0.5, 0.55 and 0.6.</summary>
    [TestMethod]
    public void Match_AsksForTheOverlapOfEachThreshold() => CollectionAssert.AreEqual((ushort[])[0b111], Match([At(0, 0, 10, 6)], Ten));

    [TestMethod]
    public void Match_TakesAnObjectOnce() => CollectionAssert.AreEqual((ushort[])[All, 0], Match([At(0, 0, 10, 10), At(0, 0, 10, 10)], Ten));

    /// <summary>At the thresholds that the first misses, the second finds the object.</summary>
    [TestMethod]
    public void Match_IsAnotherAtEachThreshold() => CollectionAssert.AreEqual((ushort[])[0b111, All ^ 0b111], Match([At(0, 0, 10, 6), At(0, 0, 10, 10)], Ten));

    [TestMethod]
    public void Match_TakesTheObjectThatIsOverlappedMost()
    {
        var near = new LabelledObject(0, new Box(0, 0, 10, 8));

        // The first detection overlaps both, 0.8 and 1; the second, of the same place, is left with the worse one.
        CollectionAssert.AreEqual((ushort[])[All, 0b1111111], Match([At(0, 0, 10, 8), At(0, 0, 10, 8)], Ten, near));
    }

    [TestMethod]
    public void Match_IsWithinAClass() => CollectionAssert.AreEqual((ushort[])[0, All], Match([At(0, 0, 10, 10) with { Class = 1 }, At(0, 0, 10, 10)], Ten));

    [TestMethod]
    public void Match_WithoutObjects_FindsNone() => CollectionAssert.AreEqual((ushort[])[0], Match([At(0, 0, 10, 10)]));

    private static ushort[] Match(Detection[] detections, params LabelledObject[] objects) => BoxMatching.Match(detections, objects);

    private static Detection At(double x0, double y0, double x1, double y1) => new(0, 0.5f, new Box(x0, y0, x1, y1));
}
