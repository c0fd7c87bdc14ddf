using Microsoft.ML.Quantization.Evaluation.Detections;

namespace Microsoft.ML.Quantization.Tests.Evaluation.Detections;

[TestClass]
public sealed class MeanAveragePrecisionTests
{
    private static readonly LabelledObject[] Ten = [new(0, new Box(0, 0, 10, 10))];

    /// <summary>
    /// One of two objects is overlapped by 0.6, with the better score, the other fully. At 0.5, 0.55 and 0.6 both are found; above, the first detection is wrong, and precision is a half up to a recall of a half.
    /// </summary>
    [TestMethod]
    public void Compute_IsThatWorkedOutByHand()
    {
        var set = new FoundSet().Image(Ten, new Detection(0, 0.9f, new Box(0, 0, 10, 6))).Image(Ten, new Detection(0, 0.8f, new Box(0, 0, 10, 10)));
        Assert.AreEqual(1, set.Mean.At50);
        Assert.AreEqual((3 + (7 * 51 * 0.5 / 101)) / 10, set.Mean.At50To95, 1e-15);
    }

    /// <summary>A second class of which nothing is found halves the mean; a third without objects does not count, whatever is detected of it.</summary>
    [TestMethod]
    public void Compute_IsTheMeanOverTheClassesThatAreThere()
    {
        var set = new FoundSet().Image([.. Ten, new LabelledObject(7, new Box(20, 20, 30, 30))], new Detection(0, 0.9f, Ten[0].Box), new Detection(3, 0.95f, Ten[0].Box));
        Assert.AreEqual((0.5, 0.5), set.Mean);
        CollectionAssert.AreEqual((int[])[0, 7], set.Precision.Classes.ToArray());
    }

    [TestMethod]
    public void Compute_WithoutObjects_IsNoNumber() => Assert.IsTrue(double.IsNaN(new FoundSet().Image([], new Detection(0, 0.9f, Ten[0].Box)).Mean.At50));

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void Properties_OfRandomSets(int seed)
    {
        var set = FoundSet.Random(60, seed);
        var mean = set.Mean;
        Assert.IsTrue(mean.At50 is > 0.2 and < 1 && mean.At50To95 < mean.At50 && mean.At50To95 > 0, $"{mean}");
        Assert.AreEqual(mean, set.Reversed().Mean, "The order of images changes nothing.");
        Assert.AreEqual(mean, set.With(all => all.Select(each => each with { Score = 3 * each.Score * each.Score * each.Score })).Mean, "Scores count by their order.");
        Assert.AreEqual(mean, set.With(all => all.Where(each => each.Class < 3)).Mean, "Detections of a class without objects do not count.");
        Assert.AreEqual((0.0, 0.0), set.With(_ => []).Mean, "Nothing detected is nothing found.");
        Assert.AreEqual(mean, new[] { 2.5, 100 }.Aggregate(set, Scaled).Mean, "The unit of boxes does not count.");

        var perfect = new FoundSet();
        set.Images.ToList().ForEach(image => perfect.Image(image.Objects, [.. image.Objects.Select(each => new Detection(each.Class, 0.5f, each.Box))]));
        Assert.AreEqual((1.0, 1.0), perfect.Mean, "What is there and nothing else.");

        var twice = perfect.With(all => all.SelectMany(each => new[] { each, each }));
        Assert.AreEqual(0.5, twice.Mean.At50, 1e-12, "A second detection of an object is wrong, and no order tells the two apart.");
        var later = perfect.With(all => all.Concat(all.Select(each => each with { Score = 0.25f })));
        Assert.AreEqual((1.0, 1.0), later.Mean, "Wrong after all that is right.");
        Assert.IsTrue(set.With(all => all.Concat(all)).Mean.At50 < mean.At50);
    }

    private static FoundSet Scaled(FoundSet set, double factor)
    {
        Box Scale(Box box) => new(factor * box.X0, 4 * box.Y0, factor * box.X1, 4 * box.Y1);
        var scaled = new FoundSet();
        foreach (var (objects, detections) in set.Images)
        {
            scaled.Image(Array.ConvertAll(objects, each => each with { Box = Scale(each.Box) }), Array.ConvertAll(detections, each => each with { Box = Scale(each.Box) }));
        }

        return scaled;
    }
}
