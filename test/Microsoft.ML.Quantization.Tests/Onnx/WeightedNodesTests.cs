using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Onnx;

[TestClass]
public sealed class WeightedNodesTests
{
    [TestMethod]
    public void Obstacle_NamesWhatIsInTheWay()
    {
        StringAssert.Contains(Obstacle("MatMul", "x x"), "weights are not constant");
        StringAssert.Contains(Obstacle("Conv", "x w5"), "3 dimensions");
        StringAssert.Contains(Obstacle("Conv", "x w4 x"), "bias is not constant");
        StringAssert.Contains(Obstacle("MatMul", "x w4"), "4 dimensions");
        StringAssert.Contains(Obstacle("Gemm", "x w2", ("transA", 1)), "transposed");
        StringAssert.Contains(Obstacle("Gemm", "x w2 b2"), "no vector");
        StringAssert.Contains(Obstacle("MatMul", "x half"), "Float16");
        StringAssert.Contains(Obstacle("MatMul", "x huge"), "more than");
    }

    [TestMethod]
    public void Obstacle_IsNullForWhatRunsInInt8()
    {
        Assert.IsNull(Obstacle("Conv", "x w4 b3"));
        Assert.IsNull(Obstacle("Gemm", "x w2 b3"));
        Assert.IsNull(Obstacle("Gemm", "x w2 b2", ("transB", 1)));
        Assert.IsNull(Obstacle("MatMul", "x w2"));
    }

    private static string? Obstacle(string operatorType, string inputs, params (string Name, object Value)[] attributes)
    {
        var graph = new ModelBuilder(13).Input("x", 1, 2)
            .Weights("w2", new float[6], 2, 3).Weights("w4", new float[6], 3, 2, 1, 1).Weights("w5", new float[6], 3, 2, 1, 1, 1)
            .Weights("b2", new float[2], 2).Weights("b3", new float[3], 3).Weights(TensorData.Create<Half>("half", new Half[6], [2, 3]))
            .Weights(new TensorProto { Name = "huge", DataType = (int)TensorProto.Types.DataType.Float, Dims = { 70_000, 70_000 } })
            .Node(operatorType, inputs, "y", attributes).Output("y").Build().Graph;
        return WeightedNodes.Obstacle(graph.Node[0], new GraphIndex(graph));
    }
}
