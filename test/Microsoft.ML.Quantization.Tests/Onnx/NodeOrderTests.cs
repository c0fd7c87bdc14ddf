using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Onnx;

[TestClass]
public sealed class NodeOrderTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Load_OfNodesOutOfOrder_PutsThemInOrder()
    {
        ModelProto model = new ModelBuilder(13).Input("x", 3).Node("Relu", "b", "c").Node("Neg", "a", "b").Node("Abs", "x", "a").Node("Exp", "x", "d")
            .Output("c").Output("d").Build();
        using OnnxModel loaded = OnnxModelReader.Load(_folder.Write(model));

        CollectionAssert.AreEqual(new[] { "Abs", "Neg", "Relu", "Exp" }, loaded.Graph.Node.Select(node => node.OpType).ToArray());
        Assert.HasCount(2, ModelRunner.Run(loaded));
    }

    [TestMethod]
    public void Load_OfASubgraphThatReadsALaterNode_PutsThatNodeFirst()
    {
        GraphProto branch = new ModelBuilder(13).Node("Neg", "late", "t").Output("t").Build().Graph;
        ModelProto model = new ModelBuilder(13).Input("x", 3).Input("c", DataType.Bool)
            .Node("If", "c", "y", ("then_branch", branch), ("else_branch", branch.Clone())).Node("Relu", "x", "late").Output("y").Build();
        using OnnxModel loaded = OnnxModelReader.Load(_folder.Write(model));
        Assert.AreEqual("Relu", loaded.Graph.Node[0].OpType);
        Assert.HasCount(1, ModelRunner.Run(loaded));
    }
}
