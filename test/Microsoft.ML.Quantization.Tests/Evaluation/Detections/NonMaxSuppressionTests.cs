using Microsoft.ML.Quantization.Evaluation.Detections;

namespace Microsoft.ML.Quantization.Tests.Evaluation.Detections;

[TestClass]
public sealed class NonMaxSuppressionTests
{
    private static readonly Detection[] All =
    [
        new(0, 0.9f, new Box(0, 0, 10, 10)), new(0, 0.8f, new Box(0, 0, 10, 6)), new(1, 0.7f, new Box(0, 0, 10, 10)), new(0, 0.6f, new Box(5, 0, 15, 10)), new(0, 0.5f, new Box(5, 0, 15, 9)),
    ];

    /// <summary>The second overlaps the first by 0.6, the last the fourth by 0.9; the third is of another class.</summary>
    [TestMethod]
    [DataRow(0.5, 100, "0.9 0.7 0.6")]
    [DataRow(0.6, 100, "0.9 0.8 0.7 0.6")]
    [DataRow(0.3, 100, "0.9 0.7")]
    [DataRow(1.0, 100, "0.9 0.8 0.7 0.6 0.5")]
    [DataRow(0.5, 2, "0.9 0.7")]
    public void Keep_LeavesOutWhatABetterOneOfItsClassCovers(double threshold, int most, string scores) =>
        Assert.AreEqual(scores, string.Join(' ', NonMaxSuppression.Keep(All, threshold, most).Select(detection => detection.Score.ToString("0.0", null))));

    /// <summary>What is left out covers nothing itself.</summary>
    [TestMethod]
    public void Keep_ComparesWithWhatWasKept()
    {
        Detection[] chain = [new(0, 0.9f, new Box(0, 0, 10, 10)), new(0, 0.8f, new Box(3, 0, 13, 10)), new(0, 0.7f, new Box(6, 0, 16, 10))];
        Assert.HasCount(2, NonMaxSuppression.Keep(chain, 0.5, 100));
    }
}
