using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Onnx;

[TestClass]
public class OpsetUpgraderTests
{
    private static IEnumerable<object[]> CaseNames() => Cases().Select(item => new object[] { item.Name });

    private static IEnumerable<(string Name, ModelProto Model)> Cases()
    {
        static (string, ModelProto) Case(string name, ModelBuilder model) => (name, model.Output("y").Build());
        static ModelBuilder New(long opset, params long[] shape) => new ModelBuilder(opset).Input("x", shape);

        foreach (int axis in new[] { 0, 1, 2 })
        {
            yield return Case($"Softmax along {axis}", New(9, 2, 3, 4).Node("Softmax", "x", "y", ("axis", axis)));
            yield return Case($"LogSoftmax along {axis}", New(11, 2, 3, 4).Node("LogSoftmax", "x", "y", ("axis", axis)));
            yield return Case($"Hardmax along {axis}", New(11, 2, 3, 4).Node("Hardmax", "x", "y", ("axis", axis)));
        }

        yield return Case("Softmax by default", New(12, 2, 3, 4).Node("Softmax", "x", "y"));
        yield return Case("Softmax along -2", New(12, 2, 3, 4).Node("Softmax", "x", "y", ("axis", -2)));
        yield return Case("Softmax of a channel image", New(12, 2, 3, 1, 1).Node("Softmax", "x", "y"));
        yield return Case("Softmax of free dimensions", New(12, -1, 3, -1).Node("Softmax", "x", "y"));
        yield return Case("Squeeze", New(9, 1, 3, 1).Node("Squeeze", "x", "y", ("axes", new[] { 0, 2 })));
        yield return Case("Squeeze of all", New(11, 1, 3, 1).Node("Squeeze", "x", "y"));
        yield return Case("Unsqueeze", New(7, 3, 2).Node("Unsqueeze", "x", "y", ("axes", new[] { 0, 3 })));
        yield return Case("ReduceSum", New(11, 3, 2, 4).Node("ReduceSum", "x", "y", ("axes", new[] { -1, 0 }), ("keepdims", 0)));
        yield return Case("ReduceSum of all", New(8, 3, 2).Node("ReduceSum", "x", "y"));
        yield return Case("ReduceMean", New(8, 3, 2).Node("ReduceMean", "x", "y", ("axes", new[] { 1 })));
        yield return Case("Split by sizes", New(11, 2, 5).Node("Split", "x", "y z", ("axis", 1), ("split", new[] { 2, 3 })).Output("z"));
        yield return Case("Split into equal parts", New(7, 4, 3).Node("Split", "x", "y z").Output("z"));
        yield return Case("Slice by attributes", New(9, 4, 6).Node("Slice", "x", "y", ("axes", new[] { 1 }), ("starts", new[] { 1 }), ("ends", new[] { -1 })));
        yield return Case("Slice without axes", New(7, 4, 6).Node("Slice", "x", "y", ("starts", new[] { 1, 2 }), ("ends", new[] { 1000, 3 })));
        yield return Case("TopK by attribute", New(9, 4, 6).Node("TopK", "x", "y i", ("k", 3)).Output("i", DataType.Int64));
        yield return Case("TopK by input", New(10, 4, 6).Weights("k", [2L], 1).Node("TopK", "x k", "y i", ("axis", 0)).Output("i", DataType.Int64));
        yield return Case("Clip between", New(10, 3, 7).Node("Clip", "x", "y", ("min", -0.5f), ("max", 1f)));
        yield return Case("Clip above", New(7, 3, 7).Node("Clip", "x", "y", ("max", 1f)));
        yield return Case("Clip below", New(7, 3, 7).Node("Clip", "x", "y", ("min", 0f)));
        yield return Case("Clip without bounds", New(7, 3, 7).Node("Clip", "x", "y"));
        yield return Case("Pad with a value", New(10, 1, 2, 3).Node("Pad", "x", "y", ("pads", new[] { 0, 1, 2, 0, 0, 1 }), ("value", 3f)));
        yield return Case("Pad by reflection", New(8, 1, 2, 3).Node("Pad", "x", "y", ("pads", new[] { 0, 0, 2, 0, 0, 1 }), ("mode", "reflect")));
        yield return Case("Upsample nearest by attribute", New(8, 1, 2, 3, 3).Node("Upsample", "x", "y", ("scales", new[] { 1f, 1f, 2f, 2.5f }), ("mode", "nearest")));
        yield return Case("Upsample linear by attribute", New(7, 1, 2, 3, 3).Node("Upsample", "x", "y", ("scales", new[] { 1f, 1f, 2f, 2f }), ("mode", "linear")));
        yield return Case("Upsample by input", New(9, 1, 2, 3, 3).Weights("s", [1f, 1f, 3f, 1.5f], 4).Node("Upsample", "x s", "y"));
        yield return Case("Resize larger", New(10, 1, 2, 3, 3).Weights("s", [1f, 1f, 2.3f, 1.7f], 4).Node("Resize", "x s", "y"));
        yield return Case("Resize smaller", New(10, 1, 2, 7, 9).Weights("s", [1f, 1f, 0.6f, 0.45f], 4).Node("Resize", "x s", "y"));
        yield return Case("Resize linear", New(10, 1, 2, 7, 9).Weights("s", [1f, 1f, 0.6f, 1.45f], 4).Node("Resize", "x s", "y", ("mode", "linear")));
        yield return Case("Resize 11", New(11, 1, 2, 3, 3).Weights("r", Array.Empty<float>(), 0).Weights("s", [1f, 1f, 2f, 2f], 4).Node("Resize", "x r s", "y", ("mode", "cubic")));
        yield return Case("Dropout", New(9, 3, 2).Node("Dropout", "x", "y mask", ("ratio", 0.3f)));
        yield return Case("Dropout 12", New(12, 3, 2).Weights("r", [0.3f]).Node("Dropout", "x r", "y"));
        yield return Case("Scatter", New(9, 3, 2).Weights("i", [2L, 1L], 1, 2).Weights("u", [9f, 8f], 1, 2).Node("Scatter", "x i u", "y"));
        yield return Case("BatchNormalization", Normalized(New(7, 2, 2, 3, 3)).Node("BatchNormalization", "x s b m v", "y", ("spatial", 1)));
        yield return Case("Gemm with bias", New(7, 2, 3).Weights("w", [1f, 2f, 3f, 4f, 5f, 6f], 3, 2).Weights("b", [1f, 2f], 2).Node("Gemm", "x w b", "y", ("alpha", 0.5f)));
        yield return Case("Flatten", New(7, 2, 3, 4).Node("Flatten", "x", "y", ("axis", 2)));
        yield return Case("MaxPool", New(8, 1, 2, 5, 5).Node("MaxPool", "x", "y", ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }), ("auto_pad", "SAME_UPPER")));
        yield return Case("AveragePool", New(7, 1, 2, 5, 5).Node("AveragePool", "x", "y", ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 }), ("count_include_pad", 1)));
        yield return Case("DepthToSpace", New(7, 1, 8, 2, 2).Node("DepthToSpace", "x", "y", ("blocksize", 2)));
    }

    [TestMethod]
    [DynamicData(nameof(CaseNames))]
    public void Upgrade_KeepsWhatANodeComputes(string name)
    {
        var model = new OnnxModel(Cases().Single(item => item.Name == name).Model, name);
        OnnxModel raised = model.With(model.Proto.Clone());

        OpsetUpgrader.Upgrade(raised.Proto);

        Assert.AreEqual(13, Opset.Version(raised.Proto));
        ModelRunner.AssertSame(model, raised, tolerance: 1e-6);

        OnnxModel informed = model.With(model.Proto.Clone());
        OpsetUpgrader.Upgrade(informed.Proto, 13, () => TensorShapes.Of(model));
        ModelRunner.AssertSame(model, informed, tolerance: 1e-6);
    }

    [TestMethod]
    public void Upgrade_WithKnownShapes_KeepsASingleSoftmax()
    {
        OnnxModel model = new ModelBuilder(11).Input("x", 2, 3).Node("Softmax", "x", "y").Output("y").Model();
        ModelProto raised = model.Proto.Clone();

        OpsetUpgrader.Upgrade(raised, 13, () => TensorShapes.Of(model));

        Assert.HasCount(1, raised.Graph.Node);
        Assert.AreEqual(1, raised.Graph.Node[0].Integer("axis", 99));
    }

    [TestMethod]
    public void Upgrade_ReachesNodesOfSubgraphs()
    {
        OnnxModel model = Branching();
        OnnxModel raised = model.With(model.Proto.Clone());

        OpsetUpgrader.Upgrade(raised.Proto);

        ModelRunner.AssertSame(model, raised);
        ModelRunner.AssertSame(model, raised, input: (name, count, _) => name == "c" ? new[] { true } : new float[count]);
    }

    [TestMethod]
    public void Upgrade_OfDoubles_MakesBoundsOfTheirType()
    {
        OnnxModel model = new ModelBuilder(10).Input("x", DataType.Double, 1, 3).Node("Pad", "x", "y", ("pads", new[] { 0, 1, 0, 1 }), ("value", 2f)).Output("y", DataType.Double).Model();
        OnnxModel raised = model.With(model.Proto.Clone());

        OpsetUpgrader.Upgrade(raised.Proto, 13, () => TensorShapes.Of(model));

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
    [DataRow("Scan", 8, "batch axis")]
    [DataRow("Resize", 10, "computed")]
    [DataRow("BatchNormalization", 7, "spatial")]
    [DataRow("Dropout", 10, "mask")]
    public void Upgrade_OfWhatCannotBeRaised_NamesOperatorNodeAndReason(string opType, long opset, string reason)
    {
        ModelBuilder builder = new ModelBuilder(opset).Input("x", 2, 3).Input("s", 2);
        ModelProto model = builder.Node(opType, "x s", "y m", ("spatial", 0)).Output("y").Output("m").Build();
        model.Graph.Node[0].Name = "culprit";

        var e = Assert.ThrowsExactly<NotSupportedException>(() => OpsetUpgrader.Upgrade(model));
        StringAssert.Contains(e.Message, opType);
        StringAssert.Contains(e.Message, "culprit");
        StringAssert.Contains(e.Message, reason);
    }

    private static ModelBuilder Normalized(ModelBuilder builder) =>
        builder.Weights("s", [1f, 2f], 2).Weights("b", [0.5f, -1f], 2).Weights("m", [0.1f, 0.2f], 2).Weights("v", [1f, 2f], 2);

    private static OnnxModel Branching()
    {
        GraphProto then = new ModelBuilder(9).Node("Softmax", "x", "t").Output("t").Build().Graph;
        GraphProto other = new ModelBuilder(9).Node("Slice", "x", "sliced", ("starts", new[] { 0 }), ("ends", new[] { 9 })).Node("Clip", "sliced", "e", ("max", 0.5f)).Output("e").Build().Graph;
        return new ModelBuilder(9).Input("x", 2, 3, 4).Input("c", DataType.Bool, 1)
            .Node("If", "c", "y", ("then_branch", then), ("else_branch", other)).Output("y").Model();
    }
}
