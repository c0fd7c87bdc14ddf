using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Evaluation;

[TestClass]
public sealed class ComparedOutputsTests
{
    /// <summary>ONNX Runtime removes an Identity, so that the INT8 model has none: both are compared before the Softmax.</summary>
    [TestMethod]
    [DataRow("Softmax")]
    [DataRow("Sigmoid")]
    public void FloatNames_LookThroughAnIdentity(string last)
    {
        var graph = new ModelBuilder(13).Input("x", 1, 4).Node("Relu", "x", "a").Node(last, "a", "b").Node("Identity", "b", "c").Node("Identity", "c", "y").Output("y").Model().Graph;
        CollectionAssert.AreEqual(new[] { "a" }, ComparedOutputs.FloatNames(graph));
    }

    /// <summary>Where a target has INT8 outputs, the last Softmax is followed by its quantization.</summary>
    [TestMethod]
    [DataRow("Softmax", "a")]
    [DataRow("Sigmoid", "a")]
    [DataRow("Tanh", "y")]
    public void FloatNames_LookThroughAQuantization(string last, string expected)
    {
        var graph = new ModelBuilder(13).Input("x", 1, 4).Weights("scale", [0.01f]).Node("Relu", "x", "a").Node(last, "a", "b").Node("QuantizeLinear", "b scale", "q").Node("DequantizeLinear", "q scale", "y").Output("y").Model().Graph;
        CollectionAssert.AreEqual(new[] { expected }, ComparedOutputs.FloatNames(graph));
    }

    [TestMethod]
    public void FloatNames_KeepOtherOutputs()
    {
        var graph = new ModelBuilder(13).Input("x", 1, 4).Node("Relu", "x", "a").Node("Identity", "a", "y").Node("Identity", "x", "z").Output("y").Output("z").Model().Graph;
        CollectionAssert.AreEqual(new[] { "y", "z" }, ComparedOutputs.FloatNames(graph));
    }
}
