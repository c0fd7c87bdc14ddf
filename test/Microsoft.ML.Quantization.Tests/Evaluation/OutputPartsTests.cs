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
        Assert.AreEqual("columns 4 to 5", parts.Name(0));
        Assert.AreEqual("columns 0 to 3", parts.Name(1));
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
