using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Tests.Placement;

[TestClass]
public sealed class QuantizationPlanTests
{
    private static readonly NodePlan Float = new("f", "Exp", NodeRole.Float, "no gain");
    private static readonly NodePlan Table = new("t", "Gather", NodeRole.Table, "its table");
    private static readonly NodePlan Folded = new("r", "Relu", NodeRole.Folded, "folded");
    private static readonly NodePlan Layer = new("c", "Conv", NodeRole.Convolution, "constant weights");

    [TestMethod]
    public void IsEmpty_UnlessANodeComputesInInt8()
    {
        Assert.AreEqual((true, true), Of(Float));
        Assert.AreEqual((true, false), Of(Float, Table));
        Assert.AreEqual((true, true), Of(Folded, Float));
        Assert.AreEqual((false, false), Of(Float, Layer));

        static (bool, bool) Of(params NodePlan[] nodes) => (Plan(nodes).IsEmpty, Plan(nodes).ChangesNothing);
    }

    [TestMethod]
    [DataRow((int)NodeRole.Convolution, true, true)]
    [DataRow((int)NodeRole.Linear, true, true)]
    [DataRow((int)NodeRole.Requantizing, true, false)]
    [DataRow((int)NodeRole.SameScale, true, false)]
    [DataRow((int)NodeRole.Float, false, false)]
    [DataRow((int)NodeRole.Folded, false, false)]
    [DataRow((int)NodeRole.Attached, false, false)]
    [DataRow((int)NodeRole.Table, false, false)]
    public void ARole_TellsWhatANodeDoes(int role, bool isQuantized, bool hasWeights)
    {
        var node = Layer with { Role = (NodeRole)role };
        Assert.AreEqual((isQuantized, hasWeights), (node.IsQuantized, node.HasWeights));
    }

    [TestMethod]
    public void FirstReason_IsThatOfALayerIfThereIsOne()
    {
        StringAssert.EndsWith(Plan(Float, Layer).FirstReason, "c: constant weights");
        StringAssert.EndsWith(Plan(Float, Table).FirstReason, "f: no gain");
        Assert.AreEqual("The graph is empty.", Plan().FirstReason);
    }

    [TestMethod]
    public void AllFloat_KeepsReasonsAndTables()
    {
        var plan = new QuantizationPlan([Float, Table, Folded, Layer], [new TensorPlan("a", "a")]).AllFloat("it is slower");
        Assert.AreEqual("Float no gain, Table its table, Float it is slower, Float it is slower", string.Join(", ", plan.Nodes.Select(node => $"{node.Role} {node.Reason}")));
        Assert.IsEmpty(plan.Tensors);
    }

    [TestMethod]
    public void ObservedTensors_AreThoseThatOthersFollow() => CollectionAssert.AreEqual(
        new[] { "b", "c" },
        new QuantizationPlan([], [new TensorPlan("a", "b"), new TensorPlan("b", "b"), new TensorPlan("c", "c")]).ObservedTensors.ToArray());

    private static QuantizationPlan Plan(params NodePlan[] nodes) => new(nodes, []);
}
