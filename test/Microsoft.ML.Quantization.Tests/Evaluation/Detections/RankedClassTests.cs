using Microsoft.ML.Quantization.Evaluation.Detections;

namespace Microsoft.ML.Quantization.Tests.Evaluation.Detections;

/// <summary>The fast way is the definition bit for bit, for any weights of the images.</summary>
[TestClass]
public sealed class RankedClassTests
{
    private const int Images = 40;

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    public void AddTo_IsTheDefinition_OfEachImageAsOftenAsItsWeight(int seed)
    {
        var random = new Random(seed);
        var detections = Enumerable.Range(0, 200).Select(_ => (Image: random.Next(Images), Score: random.Next(50) / 50f, Found: (ushort)(random.Next(1024) & random.Next(1024)))).ToArray();
        (int Image, int Objects)[] objects = [.. Enumerable.Range(0, Images).Select(image => (image, detections.Count(each => each.Image == image) + random.Next(2)))];
        var ranked = new RankedClass(detections, objects);
        int[][] weights = [ImageWeights.All(Images), .. Enumerable.Range(0, 20).Select(i => ImageWeights.Drawn(Images, i)), ImageWeights.Without(Images, 1, 7)];
        foreach (int[] each in weights)
        {
            var sums = new double[BoxMatching.Thresholds];
            Assert.IsTrue(ranked.AddTo(each, sums));
            int all = objects.Sum(image => each[image.Image] * image.Objects);
            for (int threshold = 0; threshold < sums.Length; threshold++)
            {
                var drawn = detections.SelectMany(detection => Enumerable.Repeat((detection.Score, (detection.Found >> threshold & 1) != 0), each[detection.Image]));
                Assert.AreEqual(AveragePrecision.Compute(drawn, all), sums[threshold]);
            }
        }
    }

    [TestMethod]
    public void AddTo_WithoutObjectsInTheImages_AddsNothing()
    {
        var ranked = new RankedClass([(0, 0.5f, 1)], [(0, 1)]);
        var sums = new double[BoxMatching.Thresholds];
        Assert.IsFalse(ranked.AddTo([0, 3], sums));
        Assert.IsTrue(ranked.AddTo([2, 3], sums));
        Assert.AreEqual((1.0, 0.0), (sums[0], sums[1]));
    }

    [TestMethod]
    public void AddTo_WithoutDetections_IsZero()
    {
        var sums = new double[BoxMatching.Thresholds];
        Assert.IsTrue(new RankedClass([], [(0, 2)]).AddTo([1], sums));
        CollectionAssert.AreEqual(new double[BoxMatching.Thresholds], sums);
    }
}
