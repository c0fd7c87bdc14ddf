using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Training.Tests.Handlers;

namespace Microsoft.ML.Quantization.Training.Tests.Graph;

/// <summary>Shapes that a graph written for one row holds.</summary>
[TestClass]
public sealed class FixedBatchTests
{
    private static readonly Dictionary<string, ModelBuilder> Forms = new(StringComparer.Ordinal)
    {
        ["Reshape to one row of all"] = Form.Of(13, 1, 4, 3).List("s", 1, -1).Node("Reshape", "x s", "y"),
        ["Reshape to a known shape"] = Form.Of(13, 1, 4, 3).List("s", 1, 2, 6).Node("Reshape", "x s", "y"),
        ["Reshape to as many as there are"] = Form.Of(13, 1, 4, 3).List("s", -1, 12).Node("Reshape", "x s", "y"),
        ["Reshape that keeps the first size"] = Form.Of(13, 1, 4, 3).List("s", 0, 12).Node("Reshape", "x s", "y"),
        ["Rows and heads in one dimension and back"] = Form.Of(13, 1, 4, 6).List("heads", 1, 4, 2, 3).List("one", 2, 4, 3).List("two", 1, 2, 4, 3)
            .Node("Reshape", "x heads", "a").Node("Transpose", "a", "b", ("perm", new[] { 0, 2, 1, 3 }))
            .Node("Reshape", "b one", "c").Node("Relu", "c", "d").Node("Reshape", "d two", "y"),
        ["A token before each row's"] = Form.Of(13, 1, 4, 3).Made("t", 1, 1, 3).Node("Concat", "t x", "y", ("axis", 1)),
        ["Expand within a row"] = Form.Of(13, 1, 1, 3).List("s", 1, 4, 3).Node("Expand", "x s", "y"),
        ["Resize to sizes"] = Form.Of(13, 1, 2, 4, 3).List("s", 1, 2, 8, 5).Node("Resize", "x - - s", "y", ("mode", "linear")),
        ["A position for each place"] = Form.Of(13, 1, 4, 3).Made("p", 1, 4, 3).Node("Add", "x p", "y"),
    };

    public static IEnumerable<object[]> Names => Forms.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void AShapeForOneRow_TakesAsManyAsComeIn(string name) =>
        Assert.IsLessThan(1e-6, Agreement.OfStackedRows(Forms[name].Model(), rows: 3));
}
