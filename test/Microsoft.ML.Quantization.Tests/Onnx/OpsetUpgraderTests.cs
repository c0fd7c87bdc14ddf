using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Onnx.Upgrading;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Onnx;

[TestClass]
public class OpsetUpgraderTests
{
    private static IEnumerable<object[]> CaseNames() => OpsetUpgraderCases.All().Select(item => new object[] { item.Name });

    [TestMethod]
    [DynamicData(nameof(CaseNames))]
    public void Upgrade_KeepsWhatANodeComputes(string name)
    {
        var model = new OnnxModel(OpsetUpgraderCases.All().Single(item => item.Name == name).Model, name);
        OnnxModel raised = model.View(model.Proto.Clone());

        OpsetUpgrader.Upgrade(raised.Proto);

        Assert.AreEqual(13, Opset.Version(raised.Proto));
        ModelRunner.AssertSame(model, raised, tolerance: 1e-6);

        OnnxModel informed = model.View(model.Proto.Clone());
        OpsetUpgrader.Upgrade(informed.Proto, 13, () => TensorShapes.Infer(model));
        ModelRunner.AssertSame(model, informed, tolerance: 1e-6);
    }

    [TestMethod]
    public void Upgrade_WithKnownShapes_KeepsASingleSoftmax()
    {
        OnnxModel model = new ModelBuilder(11).Input("x", 2, 3).Node("Softmax", "x", "y").Output("y").Model();
        ModelProto raised = model.Proto.Clone();

        OpsetUpgrader.Upgrade(raised, 13, () => TensorShapes.Infer(model));

        Assert.HasCount(1, raised.Graph.Node);
        Assert.AreEqual(1, raised.Graph.Node[0].Integer("axis", 99));
    }

    [TestMethod]
    public void Upgrade_ReachesNodesOfSubgraphs()
    {
        OnnxModel model = Branching();
        OnnxModel raised = model.View(model.Proto.Clone());

        OpsetUpgrader.Upgrade(raised.Proto);

        ModelRunner.AssertSame(model, raised);
        ModelRunner.AssertSame(model, raised, input: (name, count, _) => name == "c" ? new[] { true } : new float[count]);
    }

    [TestMethod]
    public void Upgrade_OfDoubles_MakesBoundsOfTheirType()
    {
        OnnxModel model = new ModelBuilder(10).Input("x", DataType.Double, 1, 3).Node("Pad", "x", "y", ("pads", new[] { 0, 1, 0, 1 }), ("value", 2f)).Output("y", DataType.Double).Model();
        OnnxModel raised = model.View(model.Proto.Clone());

        OpsetUpgrader.Upgrade(raised.Proto, 13, () => TensorShapes.Infer(model));

        Assert.AreEqual((int)DataType.Double, raised.Graph.Initializer.Single(t => t.Name.Contains("value", StringComparison.Ordinal)).DataType);
    }

    [TestMethod]
    public void Upgrade_OfANewEnoughModel_ChangesNothing()
    {
        ModelProto model = new ModelBuilder(13).Input("x", 2, 3).Node("Softmax", "x", "y", ("axis", 0)).Output("y").Build();
        ModelProto copy = model.Clone();

        OpsetUpgrader.Upgrade(copy);
        Assert.AreEqual(model, copy);
    }

    [TestMethod]
    public void Upgrade_Twice_IsTheSameAsOnce()
    {
        ModelProto model = Branching().Proto.Clone();
        OpsetUpgrader.Upgrade(model);
        ModelProto once = model.Clone();

        OpsetUpgrader.Upgrade(model);
        Assert.AreEqual(once, model);
    }

    [TestMethod]
    [DataRow("Mystery", 11, "Mystery")]
    [DataRow("Scan", 8, "sequence lengths")]
    [DataRow("BatchNormalization", 7, "as in training")]
    [DataRow("Dropout", 10, "mask")]
    public void Upgrade_OfWhatCannotBeRaised_NamesOperatorNodeAndReason(string opType, long opset, string reason)
    {
        ModelBuilder builder = new ModelBuilder(opset).Input("x", 2, 3).Input("s", 2);
        ModelProto model = builder.Node(opType, "x s", "y m", ("spatial", 0)).Output("y").Output("m").Build();
        model.Graph.Node[0].Name = "culprit";

        ErrorAssert.Throws<NotSupportedException>(() => OpsetUpgrader.Upgrade(model), opType, "culprit", reason);
    }

    private static OnnxModel Branching()
    {
        GraphProto then = new ModelBuilder(9).Node("Softmax", "x", "t").Output("t").Build().Graph;
        GraphProto other = new ModelBuilder(9).Node("Slice", "x", "sliced", ("starts", new[] { 0 }), ("ends", new[] { 9 })).Node("Clip", "sliced", "e", ("max", 0.5f)).Output("e").Build().Graph;
        return new ModelBuilder(9).Input("x", 2, 3, 4).Input("c", DataType.Bool, 1)
            .Node("If", "c", "y", ("then_branch", then), ("else_branch", other)).Output("y").Model();
    }
}
