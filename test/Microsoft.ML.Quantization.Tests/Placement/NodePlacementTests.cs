using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Placement;

[TestClass]
public sealed class NodePlacementTests
{
    [TestMethod]
    public void Plan_QuantizesAWholeResidualBlock()
    {
        var plan = Plan(SmallModels.Residual());
        CollectionAssert.AreEqual(
            new[] { NodeRole.Convolution, NodeRole.Folded, NodeRole.Convolution, NodeRole.Requantizing, NodeRole.Folded, NodeRole.Convolution },
            plan.Nodes.Select(node => node.Role).ToArray());
        CollectionAssert.AreEquivalent(new[] { "x", "h", "d", "r", "y" }, plan.Tensors.Select(tensor => tensor.Name).ToArray());
    }

    [TestMethod]
    public void Plan_LeavesAnAddThatNoInt8NodeReads()
    {
        var plan = Plan(SmallModels.Images().Node("Conv", "x w b", "c", SmallModels.Padded).Node("Conv", "x w2 b", "d", SmallModels.Padded)
            .Node("Add", "c d", "s").Node("Sigmoid", "s", "y").Output("y").Build());
        Assert.AreEqual("no INT8 node reads its output", plan.Nodes.Single(node => node.OperatorType == "Add").Reason);
    }

    [TestMethod]
    public void Plan_LeavesAPoolThatReadsFloat()
    {
        var plan = Plan(SmallModels.Images().Node("MaxPool", "x", "p", ("kernel_shape", new[] { 2, 2 })).Node("Conv", "p w b", "y", SmallModels.Padded).Output("y").Build());
        Assert.AreEqual(NodeRole.Float, plan.Nodes.Single(node => node.OperatorType == "MaxPool").Role);
        Assert.AreEqual(NodeRole.Convolution, plan.Nodes.Single(node => node.OperatorType == "Conv").Role);
    }

    [TestMethod]
    public void Plan_GivesAPoolTheScaleOfItsInput()
    {
        var plan = Plan(SmallModels.Images().Node("Conv", "x w b", "c", SmallModels.Padded).Node("Relu", "c", "r").Node("MaxPool", "r", "p", ("kernel_shape", new[] { 2, 2 }))
            .Node("Conv", "p w2 b", "y", SmallModels.Padded).Output("y").Build());
        var pooled = plan.Tensors.Single(tensor => tensor.Name == "p");
        Assert.AreEqual(("r", 0f), (pooled.RangeOf, pooled.Low));
        Assert.IsFalse(plan.ObservedTensors.Contains("p"));
    }

    [TestMethod]
    public void Plan_KeepsTheReluBehindALinearLayerThatEndsInFloat()
    {
        var model = new ModelBuilder(13).Input("x", 1, 16).Weights("w", QuantizerRun.Uniform(new Random(1), 96), 16, 6)
            .Node("Gemm", "x w", "g").Node("Relu", "g", "y").Output("y").Build();
        var plan = Plan(model);
        Assert.AreEqual(NodeRole.Linear, plan.Nodes.Single(node => node.OperatorType == "Gemm").Role);
        Assert.AreEqual(NodeRole.Float, plan.Nodes.Single(node => node.OperatorType == "Relu").Role);
        CollectionAssert.AreEqual(new[] { "x" }, plan.ObservedTensors.ToArray());
    }

    [TestMethod]
    public void Plan_GivesAConcatAndItsInputsOneScale()
    {
        var tensors = Plan(SmallModels.Concat()).Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.RangeOf);
        Assert.AreEqual(("t", "t", "t", "x"), (tensors["a"], tensors["c"], tensors["t"], tensors["x"]));
    }

    [TestMethod]
    public void Plan_HonoursExcludedNodesAndOperators()
    {
        var model = SmallModels.Residual();
        model.Graph.Node[2].Name = "middle";
        var nodes = Plan(model, new QuantizationOptions { OnlyWhereFaster = false, ExcludedNodes = ["middle"] }).Nodes;
        Assert.AreEqual("excluded by the options", nodes.Single(node => node.Name == "middle").Reason);
        Assert.AreEqual(2, nodes.Count(node => node.Role == NodeRole.Convolution));
        Assert.IsTrue(Plan(model, new QuantizationOptions { OnlyWhereFaster = false, ExcludedOperators = ["Conv"] }).IsEmpty);
    }

    [TestMethod]
    public void Plan_FoldsNoExcludedActivation()
    {
        var plan = Plan(SmallModels.ConvRelu(), new QuantizationOptions { OnlyWhereFaster = false, ExcludedOperators = ["Relu"] });
        Assert.AreEqual((NodeRole.Float, "excluded by the options"), (plan.Nodes[1].Role, plan.Nodes[1].Reason));
    }

    [TestMethod]
    public void ToString_PrintsEveryNodeWithItsReason()
    {
        string text = Plan(SmallModels.ConvRelu()).ToString();
        StringAssert.Contains(text, "constant weights");
        StringAssert.Contains(text, "folded into the output range");
    }

    private static QuantizationPlan Plan(ModelProto model, QuantizationOptions? options = null) =>
        NodePlacement.Plan(ModelPreparer.Prepare(new OnnxModel(model, "test.onnx")).Graph, QuantizerRun.Target.Rules, (options ?? QuantizerRun.Everything).Placement);
}
