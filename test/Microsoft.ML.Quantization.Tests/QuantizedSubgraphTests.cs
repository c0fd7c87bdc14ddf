using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests;

[TestClass]
public sealed class QuantizedSubgraphTests
{
    [TestMethod]
    public void Subgraphs_PassThroughAndTheMainGraphIsQuantized()
    {
        var model = SmallModels.Images()
            .Weights("zero", [0f])
            .Node("Conv", "x w b", "c", SmallModels.Padded)
            .Node("ReduceSum", "x", "sum", ("keepdims", 0))
            .Node("Greater", "sum zero", "positives").Node("Squeeze", "positives", "positive")
            .Node("If", "positive", "y", ("then_branch", Branch("Sigmoid", "t")), ("else_branch", Branch("Neg", "e"))).Output("y").Build();
        var result = LayerAssert.IsClose(model, SmallModels.Image);
        Assert.AreEqual(1, result.Nodes("If").Length);
        LayerAssert.IsFused(result);
    }

    private static GraphProto Branch(string operatorType, string name)
    {
        var graph = new GraphProto { Name = name };
        graph.Node.Add(ModelBuilder.MakeNode(operatorType, "c", name));
        graph.Output.Add(ModelBuilder.Value(name, DataType.Float, null));
        return graph;
    }
}
