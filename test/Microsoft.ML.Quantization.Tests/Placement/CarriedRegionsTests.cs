using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Placement;

/// <summary>What becomes of nodes between others when those go back to FP32.</summary>
[TestClass]
public sealed class CarriedRegionsTests
{
    private const string NotFed = "its inputs are not all made by INT8 nodes";
    private const string NotRead = "no INT8 node reads its output";

    private static readonly TensorShapes Shapes = TensorShapes.Infer(new OnnxModel(SmallModels.Conv(), "test.onnx"));

    [TestMethod]
    public void Nodes_ThatNoneReadsInInt8GoBackOneByOne() => AssertReasons(
        PlacementRun.Plan(Layer("a").Node("Transpose", "a", "t").Node("Reshape", "t shape", "u").Node("Transpose", "u", "v").Node("Sigmoid", "v", "y").Output("y").Named()), NotRead, "t", "u", "v");

    [TestMethod]
    public void ANodeWithAConstantInput_StaysInFloat() => AssertReasons(
        PlacementRun.Plan(Layer("a").Weights("k", new float[8], 1, 8, 1, 1).Node("Add", "a k", "s").Node("Conv", "s w b", "y", SmallModels.Padded).Output("y").Named()), "one of its inputs is a constant", "s");

    /// <summary>The Relu of a linear layer that FP32 reads too is FP32, and so what moves its values is.</summary>
    [TestMethod]
    public void WhatMovesAnUnfoldedActivation_GoesBackToo()
    {
        var plan = PlacementRun.Plan(Linear("a").Node("Relu", "a", "r").Node("Transpose", "r", "t").Node("MatMul", "t v", "b").Node("Sigmoid", "r", "y").Output("b").Output("y").Named());
        AssertReasons(plan, "its value is read in FP32 too", "r");
        AssertReasons(plan, NotFed, "t");
        Assert.AreEqual("a b", plan.IntegerNodes());
    }

    [TestMethod]
    public void AnActivation_UnfoldsWithItsProducer()
    {
        AssertReasons(PlacementRun.Plan(Linear("a").Node("Relu", "a", "r").Output("r").Named()), "its producer's output stays FP32", "r");
        var costs = new KnownCosts { Gains = { ["a"] = -1, ["b"] = 1000 } };
        AssertReasons(Faster(Layer("a").Node("Relu", "a", "r").Node("Conv", "r w b", "b", SmallModels.Padded).Output("b").Named(), costs), "its producer's output stays FP32", "r");
    }

    [TestMethod]
    public void AnActivation_FoldsWhereInt8AloneReadsIt()
    {
        var plan = PlacementRun.Plan(Linear("a").Node("Relu", "a", "r").Node("MatMul", "r v", "b").Output("b").Named());
        Assert.AreEqual((NodeRole.Folded, "folded into the output range of a"), (plan.Nodes[1].Role, plan.Nodes[1].Reason));
    }

    /// <summary>A Concat takes over no Relu, nor does a layer in FP32.</summary>
    [TestMethod]
    public void AnActivation_FoldsIntoNothingElse()
    {
        const string notTaken = "it does not follow an INT8 node that could take it over";
        var concat = Layer("a").Weights("wide", new float[8 * 16], 8, 16, 1, 1).Node("Concat", "a a", "t", ("axis", 1)).Node("Relu", "t", "r").Node("Conv", "r wide", "y").Output("y").Named();
        AssertReasons(PlacementRun.Plan(concat), notTaken, "r");
        AssertReasons(PlacementRun.Plan(Layer("a").Node("Relu", "a", "r").Output("r").Named(), "a"), notTaken, "r");
    }

    [TestMethod]
    public void APool_GoesBackWithTheLayerThatReadsIt()
    {
        var costs = new KnownCosts { Gains = { ["a"] = 1000, ["p"] = 10, ["b"] = -5000 } };
        AssertReasons(Faster(Pool(), costs), NotRead, "p");
    }

    /// <summary>A pool takes INT8 values from INT8 alone, so that a layer which loses is worth a pool that gains more.</summary>
    [TestMethod]
    public void APool_BringsTheLayerBeforeItIntoInt8() =>
        Assert.AreEqual("a p b", Faster(Pool(), new KnownCosts { Gains = { ["a"] = -100, ["p"] = 500, ["b"] = 1000 } }).IntegerNodes());

    /// <summary>For a sum one INT8 input is enough.</summary>
    [TestMethod]
    public void ASum_LeavesALayerThatLosesInFloat()
    {
        var graph = Layer("a").Node("Conv", "x w2 b", "c", SmallModels.Padded).Node("Add", "a c", "s").Node("Conv", "s w b", "y", SmallModels.Padded).Output("y").Named();
        Assert.AreEqual("c s y", Faster(graph, new KnownCosts { Gains = { ["a"] = -100, ["c"] = 1000, ["s"] = 50, ["y"] = 1000 } }).IntegerNodes());
        AssertReasons(Faster(graph, new KnownCosts { Gains = { ["a"] = 100, ["c"] = 1000, ["s"] = -50, ["y"] = 1000 } }), "an Add of this shape is no faster in INT8", "s");
    }

    [TestMethod]
    public void Repairs_AreCarriedOutByName()
    {
        var graph = Linear("a").Node("MatMul", "a v", "b").Node("MatMul", "b v", "c").Output("c").Named();
        var repairs = new PlanRepairs(new HashSet<string> { "a" }, new HashSet<string> { "b" });
        var plan = NodePlacement.Plan(graph, QuantizerRun.Target.Rules, new PlacementRequest([], [], OnlyWhereFaster: false), repairs: repairs);
        Assert.AreEqual("a c", plan.IntegerNodes());
        StringAssert.StartsWith(plan.Nodes[0].Reason, "constant weights; a copy of its output");
        Assert.AreEqual("constant weights", plan.Nodes[2].Reason);
        CollectionAssert.AreEqual(new[] { "a" }, plan.Barriers.ToArray());
        AssertReasons(plan, "the target ran it in FP32 when it was planned in INT8", "b");
    }

    private static ModelBuilder Layer(string output) => SmallModels.Images().List("shape", 1L, 6, 6, 8).Node("Conv", "x w b", output, SmallModels.Padded);

    private static ModelBuilder Linear(string output) => new ModelBuilder(13).Input("x", 16, 16).Weights("v", new float[256], 16, 16).Node("MatMul", "x v", output);

    private static GraphProto Pool() => Layer("a").Node("MaxPool", "a", "p", ("kernel_shape", new[] { 2, 2 })).Node("Conv", "p w b", "b", SmallModels.Padded).Output("b").Named();

    private static QuantizationPlan Faster(GraphProto graph, KnownCosts costs) => NodePlacement.Plan(graph, costs.Rules, new PlacementRequest([], [], OnlyWhereFaster: true), Shapes);

    private static void AssertReasons(QuantizationPlan plan, string reason, params string[] nodes)
    {
        foreach (string name in nodes)
        {
            var node = plan.Nodes.Single(node => node.Name == name);
            Assert.AreEqual((NodeRole.Float, reason), (node.Role, node.Reason));
        }
    }
}
