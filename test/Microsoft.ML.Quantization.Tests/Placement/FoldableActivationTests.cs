using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Placement;

[TestClass]
public sealed class FoldableActivationTests
{
    [TestMethod]
    [DataRow("x low high", 0f, 6f)]
    [DataRow("x - high", float.NegativeInfinity, 6f)]
    [DataRow("x low", 0f, float.PositiveInfinity)]
    public void After_ReadsTheBoundsOfAClip(string inputs, float low, float high)
    {
        var found = After(Builder(0, 6).Node("Clip", inputs, "y"));
        Assert.AreEqual((low, high), (found!.Low, found.High));
    }

    [TestMethod]
    [DataRow(1f, 6f)]
    [DataRow(-3f, 0f)]
    public void After_LeavesAClipWhoseRangeIsNotAroundZero(float low, float high) => Assert.IsNull(After(Builder(low, high).Node("Clip", "x low high", "y")));

    [TestMethod]
    public void After_LeavesBoundsThatAreComputed() => Assert.IsNull(After(Builder(0, 6).Input("bound").Node("Clip", "x bound", "y")));

    [TestMethod]
    public void After_LeavesATensorThatOthersReadToo()
    {
        Assert.IsNull(After(Builder(0, 6).Node("Relu", "x", "y").Node("Sigmoid", "x", "z")));
        Assert.IsNull(After(Builder(0, 6).Node("Relu", "x", "y").Output("x")));
    }

    [TestMethod]
    public void After_FindsARelu() => Assert.AreEqual(0, After(Builder(0, 6).Node("Relu", "x", "y"))!.Low);

    [TestMethod]
    [DataRow("Relu", true)]
    [DataRow("Clip", true)]
    [DataRow("Sigmoid", false)]
    public void Contains_KnowsWhatClips(string operatorType, bool expected) => Assert.AreEqual(expected, FoldableActivation.Contains(ModelBuilder.MakeNode(operatorType, "x", "y")));

    /// <summary>Operators that a target computes with an INT8 node stay behind it, clipping nothing.</summary>
    [TestMethod]
    [DataRow("Sigmoid", (int)NodeRole.Attached)]
    [DataRow("Tanh", (int)NodeRole.Float)]
    public void Fold_AttachesWhatTheTargetComputesWithItsProducer(string operatorType, int expected)
    {
        var graph = SmallModels.Images().Node("Conv", "x w b", "a", SmallModels.Padded).Node(operatorType, "a", "s").Node("Conv", "s w b", "y", SmallModels.Padded).Output("y").Named();
        var plan = NodePlacement.Plan(graph, new Attaching(), new PlacementRequest([], [], OnlyWhereFaster: false));
        Assert.AreEqual((NodeRole)expected, plan.Nodes[1].Role);
    }

    private static ModelBuilder Builder(float low, float high) => new ModelBuilder(13).Input("x", 1, 4).Weights("low", [low]).Weights("high", [high]).Output("y");

    private static FoldableActivation? After(ModelBuilder builder) => FoldableActivation.After("x", new GraphIndex(builder.Build().Graph));

    private sealed class Attaching : PlacementRules
    {
        public override OperatorRules Operators => QuantizerRun.Target.Rules.Operators;

        public override NodeRole ActivationRole => NodeRole.Attached;

        public override IReadOnlyCollection<string> AttachedOperators => ["Sigmoid"];
    }
}
