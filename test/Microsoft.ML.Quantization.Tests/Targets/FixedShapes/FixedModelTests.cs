using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.FixedShapes;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Tests.RandomGraphs;

namespace Microsoft.ML.Quantization.Tests.Targets.FixedShapes;

/// <summary>The shapes and constants of models of fixed sizes.</summary>
[TestClass]
public sealed class FixedModelTests
{
    [TestMethod]
    public void ShapesWithoutARun_AreThoseOfARun()
    {
        int inferred = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            using var model = new OnnxModel(new RandomImageGraph(seed).Build(12), "test.onnx");
            string[] names = [.. model.Graph.Node.SelectMany(node => node.Output)];
            var run = ComputedValues.Run(model, names, []).Shapes;
            if (StaticShapes.Infer(model) is { } known)
            {
                inferred++;
                foreach (string name in names)
                {
                    CollectionAssert.AreEqual(run[name].Dimensions.ToArray(), known[name].Dimensions.ToArray(), name);
                    Assert.AreEqual(run[name].ElementType, known[name].ElementType, name);
                }
            }
        }

        Assert.IsGreaterThan(15, inferred);
    }

    [TestMethod]
    public void SizesThatAreComputed_AreConstants()
    {
        var model = new FixedModel(new ModelBuilder(17).Input("x", 2, 3, 5).List("rest", -1).List("first", 0L)
            .Node("Shape", "x", "all").Node("Shape", "x", "tail", ("start", -2), ("end", 3)).Node("Size", "x", "size").Node("Gather", "all first", "n", ("axis", 0)).Node("Concat", "n rest", "sizes", ("axis", 0))
            .Node("Reshape", "x sizes", "y").Output("y").Model());
        Assert.IsTrue(model.IsConstant("sizes") && !model.IsConstant("y"));
        CollectionAssert.AreEqual(new long[] { 2, -1 }, model.Integers("sizes"));
        CollectionAssert.AreEqual(new long[] { 3, 5 }, model.Integers("tail"));
        CollectionAssert.AreEqual(new long[] { 30 }, model.Integers("size"));
        CollectionAssert.AreEqual(new[] { 2, 15 }, model.ShapeOf("y"));
    }

    [TestMethod]
    public void AShapeThatDependsOnValues_IsTakenFromARun()
    {
        var proto = new ModelBuilder(17).Input("x", 2, 3).Node("NonZero", "x", "places").Node("Shape", "x", "all").Node("ReduceMean", "x", "m", ("keepdims", 0)).Output("places", TensorProto.Types.DataType.Int64).Output("m");
        var model = new FixedModel(proto.Model());
        CollectionAssert.AreEqual(new[] { 2, 0 }, model.ShapeOf("places"));
        Assert.IsEmpty(model.ShapeOf("m"));
        CollectionAssert.AreEqual(new long[] { 2, 3 }, model.Integers("all"));
    }

    /// <summary>The last window would lie in the padding alone: ONNX counts it, ONNX Runtime does not.</summary>
    [TestMethod]
    [DataRow("MaxPool")]
    [DataRow("AveragePool")]
    public void APoolThatIsRoundedUp_HasTheShapeOfARun(string operatorType)
    {
        var model = new ModelBuilder(17).Input("x", 1, 2, 5, 5).Node(operatorType, "x", "y", ("kernel_shape", new[] { 1, 1 }), ("strides", new[] { 3, 2 }), ("ceil_mode", 1)).Output("y").Model();
        int[] shape = new FixedModel(model).ShapeOf("y");
        using var run = new SampleRun(model);
        Assert.HasCount(shape.Aggregate(1, (product, size) => product * size), run.Outputs(QuantizerRun.Rows(1, 1, 2, 5, 5)[0])[0]);
    }

    [TestMethod]
    public void ChanceIsNoConstant()
    {
        var model = new FixedModel(new ModelBuilder(17).Input("x", 2, 3).Node("RandomNormal", "", "r", ("shape", new[] { 2, 3 })).Node("Add", "x r", "y").Output("y").Model());
        Assert.IsFalse(model.IsConstant("r"));
        CollectionAssert.AreEqual(new[] { 2, 3 }, model.ShapeOf("y"));
    }
}
