using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Placement;

[TestClass]
public class TensorsBehindWeightsTests
{
    /// <summary>As in a net whose last convolution is averaged into its answer.</summary>
    [TestMethod]
    public void Tensors_BehindTheLastWeightsAreFound()
    {
        var graph = new ModelBuilder(13).Input("x", 1, 2, 4, 4).Weights("v", [1f, 2, 3, 4], 2, 2, 1, 1).Weights("w", [1f, 2, 3, 4], 2, 2, 1, 1)
            .Node("Conv", "x v", "a").Node("Relu", "a", "b").Node("Conv", "b w", "c").Node("Relu", "c", "d").Node("GlobalAveragePool", "d", "e").Node("Add", "e b", "y").Output("y").Build().Graph;
        CollectionAssert.AreEquivalent(new[] { "y", "e", "d", "c", "b", "a" }, TensorsBehindWeights.Find(new GraphIndex(graph)).ToArray());
    }

    [TestMethod]
    public void Tensors_BeforeWeightsAreNot()
    {
        var graph = new ModelBuilder(13).Input("x", 1, 2, 4, 4).Weights("v", [1f, 2, 3, 4], 2, 2, 1, 1).Weights("w", [1f, 2, 3, 4], 2, 2)
            .Node("Conv", "x v", "a").Node("GlobalAveragePool", "a", "b").Node("Flatten", "b", "c").Node("Gemm", "c w", "d").Node("Softmax", "d", "y").Output("y").Build().Graph;
        CollectionAssert.AreEquivalent(new[] { "y", "d" }, TensorsBehindWeights.Find(new GraphIndex(graph)).ToArray());
    }

    [TestMethod]
    public void Tensors_ThatASubgraphReadsCountAsOutputs()
    {
        var builder = new ModelBuilder(13).Input("x", 1, 2).Weights("w", [1f, 2, 3, 4], 2, 2).Node("MatMul", "x w", "a").Node("Relu", "a", "b").Node("MatMul", "b w", "c");
        CollectionAssert.IsSubsetOf(new[] { "a", "b", "y" }, TensorsBehindWeights.Find(new GraphIndex(Subgraphs.If(builder, "b", "y").Output("y").Build().Graph)).ToArray());
    }
}
