using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Rewriting;

[TestClass]
public class PreparedSubgraphTests
{
    [TestMethod]
    public void Prepare_KeepsWhatSubgraphsCapture()
    {
        GraphProto then = new ModelBuilder(11).Node("Add", "n k", "t").Output("t").Build().Graph;
        GraphProto other = new ModelBuilder(11).Node("Squeeze", "u", "q", ("axes", new[] { 0 })).Node("Mul", "q n", "e").Output("e").Build().Graph;
        OnnxModel model = new ModelBuilder(11).Input("x", 2, 3).Input("c", DataType.Bool).Weights("k", [1f, 2f, 3f], 3)
            .Node("Constant", "", "two", ("value", TensorData.Create<float>("", [2f], [])))
            .Node("Mul", "x two", "n").Node("Unsqueeze", "n", "u", ("axes", new[] { 0 }))
            .Node("If", "c", "y", ("then_branch", then), ("else_branch", other)).Output("y").Model();

        using OnnxModel prepared = ModelPreparer.Prepare(model);

        var index = new GraphIndex(prepared.Graph);
        Assert.IsTrue(index.IsCaptured("n"));
        Assert.IsTrue(index.IsCaptured("k"));
        Assert.IsNotNull(index.Producer("n"));
        Assert.IsNotNull(index.Initializer("k"));
        foreach (bool condition in new[] { true, false })
        {
            ModelRunner.AssertSame(model, prepared, input: (name, count, _) => name == "c" ? new[] { condition } : Enumerable.Range(0, count).Select(i => (float)i).ToArray());
        }
    }

    [TestMethod]
    public void Prepare_KeepsLoopsWorking()
    {
        GraphProto body = new ModelBuilder(11).Input("i", DataType.Int64).Input("go", DataType.Bool).Input("sum", 3)
            .Node("Identity", "go", "on").Node("Add", "sum scaled", "next").Output("on", DataType.Bool).Output("next").Build().Graph;
        OnnxModel model = new ModelBuilder(11).Input("x", 3).Weights("f", [3f], 1).Weights("n", [4L]).Weights(TensorData.Create<bool>("go0", [true], []))
            .Node("Mul", "x f", "scaled").Node("Loop", "n go0 x", "y", ("body", body)).Output("y").Model();

        using OnnxModel prepared = ModelPreparer.Prepare(model);
        ModelRunner.AssertSame(model, prepared);
        Assert.IsTrue(prepared.Graph.Node.Any(node => node.OpType == "Loop"));
    }
}
