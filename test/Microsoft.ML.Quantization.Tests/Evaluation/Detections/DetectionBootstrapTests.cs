using Microsoft.ML.Quantization.Evaluation.Detections;

namespace Microsoft.ML.Quantization.Tests.Evaluation.Detections;

[TestClass]
public sealed class DetectionBootstrapTests
{
    /// <summary>The interval of a mean is about as wide as the normal one, as far as 2,000 drawings tell.</summary>
    [TestMethod]
    [DataRow(60)]
    [DataRow(900)]
    public void Intervals_OfAMean_AreAsWideAsTheNormalOnes(int images)
    {
        var random = new Random(3);
        double[] values = [.. Enumerable.Range(0, images).Select(_ => random.NextDouble())];
        double mean = values.Average();
        double error = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / images / images);
        double Mean(int[] weights) => values.Zip(weights, (value, weight) => value * weight).Sum() / weights.Sum();
        var intervals = DetectionBootstrap.Intervals(images, 2, weights => [Mean(weights), double.NaN], images, 0.95);
        Assert.AreEqual(1.96, (intervals[0].High - intervals[0].Low) / 2 / error, 0.15);
        Assert.AreEqual(mean, (intervals[0].High + intervals[0].Low) / 2, 0.3 * error);
        Assert.IsTrue(double.IsNaN(intervals[1].Low) && double.IsNaN(intervals[1].High));
    }

    [TestMethod]
    public void Intervals_OfOneImage_AreUnknown() => Assert.IsTrue(double.IsNaN(DetectionBootstrap.Intervals(1, 1, _ => [0.5], 1, 0.95)[0].High));

    [TestMethod]
    [DataRow(1L, 2000)]
    [DataRow(4_000_000L, 1000)]
    [DataRow(long.MaxValue, 400)]
    public void Replicates_AreFewerWhereOneCostsMuch(long work, int expected) => Assert.AreEqual(expected, DetectionBootstrap.Replicates(work));

    [TestMethod]
    public void Without_LeavesEachImageOutOnce()
    {
        int[] left = new int[23];
        for (int group = 0; group < 5; group++)
        {
            int[] weights = ImageWeights.Without(left.Length, group, 5);
            Assert.IsTrue(weights.Count(weight => weight == 0) is 4 or 5);
            left = [.. left.Zip(weights, (sum, weight) => sum + 1 - weight)];
        }

        Assert.IsTrue(left.All(times => times == 1));
    }

    [TestMethod]
    public void Drawn_AreAsManyAsThereAre() => Assert.AreEqual(57, ImageWeights.Drawn(57, 3).Sum());
}
