using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Placement;

[TestClass]
public sealed class AveragedOutputsTests
{
    [TestMethod]
    [DataRow("GlobalAveragePool", 20.0)]
    [DataRow("AveragePool", 20.0)]
    [DataRow("ReduceMean", 20.0)]
    [DataRow("GlobalMaxPool", 1.0)]
    public void Values_AreThoseOfWhichOneIsMade(string pool, double expected)
    {
        var found = Find(Pooled(Start(), pool).Node("Flatten", "pooled", "y").Output("y"));
        Assert.AreEqual(expected, found.GetValueOrDefault("b", 1));
        Assert.AreEqual(expected, found.GetValueOrDefault("a", 1), "before the activation");
        Assert.IsFalse(found.ContainsKey("x") || found.ContainsKey("pooled") || found.ContainsKey("y"));
    }

    /// <summary>As in most classifiers: what the last layer makes of an average is no average.</summary>
    [TestMethod]
    public void BeforeWeights_NothingCounts() =>
        Assert.IsEmpty(Find(Pooled(Start(), "GlobalAveragePool").Weights("v", [1f, 2, 3, 4], 2, 2).Node("Flatten", "pooled", "flat").Node("Gemm", "flat v", "y").Output("y")));

    /// <summary>What an output has as it is must not be rounded more coarsely for the sake of another.</summary>
    [TestMethod]
    public void WhatIsReadOtherwiseToo_CountsOnce()
    {
        Assert.IsEmpty(Find(Pooled(Start(), "GlobalAveragePool").Output("pooled").Output("b")).Where(tensor => tensor.Key == "b"));
        Assert.IsEmpty(Find(Pooled(Start(), "GlobalAveragePool").Node("Sub", "b pooled", "y").Output("y")));
        Assert.IsEmpty(Find(Pooled(Start(), "GlobalAveragePool").Weights("v", [1f, 2, 3, 4], 2, 2, 1, 1).Node("Conv", "b v", "c").Output("pooled").Output("c")));
    }

    private static ModelBuilder Start() => new ModelBuilder(13).Input("x", 1, 2, 4, 5).Weights("w", [1f, 2, 3, 4], 2, 2, 1, 1).Node("Conv", "x w", "a").Node("Relu", "a", "b");

    private static ModelBuilder Pooled(ModelBuilder model, string pool) => pool switch
    {
        "AveragePool" => model.Node(pool, "b", "pooled", ("kernel_shape", new[] { 4, 5 })),
        "ReduceMean" => model.Node(pool, "b", "pooled", ("axes", new[] { 2, 3 })),
        _ => model.Node(pool, "b", "pooled"),
    };

    private static IReadOnlyDictionary<string, double> Find(ModelBuilder builder)
    {
        var model = builder.Model();
        var shapes = TensorShapes.Infer(model);
        return AveragedOutputs.Find(new GraphIndex(model.Graph), tensor => shapes.Find(tensor)?.Dimensions);
    }
}
