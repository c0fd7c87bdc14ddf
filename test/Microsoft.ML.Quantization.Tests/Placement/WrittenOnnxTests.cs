using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Placement;

[TestClass]
public sealed class WrittenOnnxTests
{
    private static ModelBuilder Dequantized => new ModelBuilder(13).Input("x", 1, 4).Weights("s", [0.1f]).Weights("w", new float[16], 4, 4)
        .Node("QuantizeLinear", "x s", "q").Node("DequantizeLinear", "q s", "d");

    [TestMethod]
    public void Nodes_OfInt8ReadDequantizedValues()
    {
        Assert.AreEqual("m+ e-", Text(Dequantized.Node("MatMul", "d w", "m").Node("Exp", "m", "e")));
        Assert.AreEqual("m-", Text(Dequantized.Weights("i", [1L]).Node("DequantizeLinear", "i s", "v").Node("MatMul", "x v", "m")), "weights alone are no INT8 values");
        Assert.AreEqual("m+", Text(Dequantized.Node("MatMul", "w d", "m")));
    }

    [TestMethod]
    [DataRow("Relu", "QuantizeLinear", "m+ r+")]
    [DataRow("Clip", "QuantizeLinear", "m+ r+")]
    [DataRow("Tanh", "QuantizeLinear", "m+ r-")]
    [DataRow("Relu", "Neg", "m+ r- y-")]
    public void Nodes_OfInt8AreActivationsBeforeAQuantization(string activation, string reader, string expected) =>
        Assert.AreEqual(expected, Text(Dequantized.Node("MatMul", "d w", "m").Node(activation, "m", "r").Node(reader, "r s", "y")));

    [TestMethod]
    public void AnActivation_IsInFloatWhereItsProducerIsOrFloatReadsItToo()
    {
        Assert.AreEqual("m- r-", Text(Dequantized.Node("MatMul", "x w", "m").Node("Relu", "m", "r").Node("QuantizeLinear", "r s", "y")));
        Assert.AreEqual("m+ r- z-", Text(Dequantized.Node("MatMul", "d w", "m").Node("Relu", "m", "r").Node("QuantizeLinear", "r s", "y").Node("Neg", "r", "z")));
        Assert.AreEqual("r-", Text(Dequantized.Node("Relu", "x", "r").Node("QuantizeLinear", "r s", "y")));
    }

    /// <summary>Neither conversions nor a Max of one value, which keeps nodes apart, compute anything.</summary>
    [TestMethod]
    public void Nodes_AreThoseThatCompute() => Assert.AreEqual("n-", Text(Dequantized.Node("Max", "x", "copy").Node("Max", "copy x", "n")));

    private static string Text(ModelBuilder builder) => string.Join(' ', WrittenOnnx.Nodes(builder.Named()).Select(node =>
    {
        Assert.AreEqual(node.IsInteger ? "" : "it reads no INT8 values", node.WhyFloat);
        return node.Name + (node.IsInteger ? "+" : "-");
    }));
}
