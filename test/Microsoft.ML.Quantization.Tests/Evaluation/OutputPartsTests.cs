using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Evaluation;

/// <summary>Columns of unlike size in one output are told apart; classes of like size are not.</summary>
[TestClass]
public class OutputPartsTests
{
    private const int Boxes = 20;

    [TestMethod]
    public void BoxesBesideScores_AreTwoParts()
    {
        var random = new Random(3);
        TensorValue[] rows = [.. Enumerable.Range(0, 5).Select(_ => Rows([1, Boxes, 6], i => i % 6 < 4 ? random.NextDouble() * 640 : random.NextDouble()))];
        var parts = OutputParts.Find(rows);
        Assert.AreEqual(2, parts.Count);
        Assert.AreEqual("[.., 4:6]", parts.Name(0));
        Assert.AreEqual("[.., 0:4]", parts.Name(1));
        Assert.IsTrue(parts.Select((float[])rows[0].Values, rows[0].Shape, 0).All(value => value < 1));
        Assert.HasCount(Boxes * 4, parts.Select((float[])rows[0].Values, rows[0].Shape, 1));
    }

    [TestMethod]
    public void ChannelsBeforePlaces_AreTwoParts()
    {
        var random = new Random(4);
        TensorValue[] rows = [.. Enumerable.Range(0, 5).Select(_ => Rows([1, 6, 2000], i => i / 2000 < 4 ? random.NextDouble() * 640 : random.NextDouble()))];
        var parts = OutputParts.Find(rows);
        Assert.AreEqual(2, parts.Count);
        Assert.HasCount(4000, parts.Select((float[])rows[0].Values, rows[0].Shape, 0));
        Assert.AreEqual("[:, 4:6]", parts.Name(0));
    }

    [TestMethod]
    public void PartsOfSeveralAnchors_AreNamedByTheirRuns()
    {
        var parts = OutputParts.FromSizes([.. Enumerable.Range(0, 36).Select(i => i % 6 < 4 ? 600.0 : 1)], isLast: true)!;
        Assert.AreEqual("[.., (4:6 10:12 16:18 22:24 ...)]", parts.Name(0));
        Assert.AreEqual("[:, 1]", OutputParts.FromSizes([600, 1, 600], isLast: false)!.Name(0));
    }

    [TestMethod]
    public void FewSmallColumnsAmongScores_AreScores()
    {
        double[] sizes = [.. Enumerable.Range(0, 84).Select(i => i < 4 ? 300.0 : i is 17 or 33 ? 1e-5 : 0.3)];
        var parts = OutputParts.FromSizes(sizes, isLast: true)!;
        Assert.AreEqual((2, "[.., 4:84]", "[.., 0:4]"), (parts.Count, parts.Name(0), parts.Name(1)));
        Assert.AreEqual(2, OutputParts.FromSizes([300, 300, 0.5, 300, 300], isLast: true)!.Count, "A score among boxes is none of them.");
    }

    [TestMethod]
    public void Logits_AreOnePart()
    {
        var random = new Random(5);
        TensorValue[] rows = [.. Enumerable.Range(0, 100).Select(_ => Rows([1, 1000], _ => (random.NextDouble() * 20) - 5))];
        var parts = OutputParts.Find(rows);
        Assert.AreEqual(1, parts.Count);
        Assert.AreSame(rows[0].Values, parts.Select((float[])rows[0].Values, rows[0].Shape, 0));
    }

    private static TensorValue Rows(long[] shape, Func<int, double> value) =>
        new("y", Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(i => (float)value(i)).ToArray(), shape);
}
