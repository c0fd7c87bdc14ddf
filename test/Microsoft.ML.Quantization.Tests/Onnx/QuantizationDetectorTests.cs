using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Onnx;

[TestClass]
public class QuantizationDetectorTests
{
    [TestMethod]
    public void Describe_CountsTheOperatorsOfAQuantizedModel()
    {
        using OnnxModel model = OnnxModelReader.Load(SharedAssets.Model("mobilenetv2_qat_qdq_int8_244.onnx"));
        string text = QuantizationDetector.Describe(model.Proto)!;
        StringAssert.Contains(text, "DequantizeLinear");
        StringAssert.Contains(text, " QuantizeLinear");
    }

    [TestMethod]
    public void Find_LooksIntoSubgraphsAndOtherDomains()
    {
        GraphProto branch = new ModelBuilder(13).Node("com.microsoft:QLinearAdd", "x", "t").Output("t").Build().Graph;
        ModelProto model = new ModelBuilder(13).Node("If", "c", "y", ("then_branch", branch)).Node("ConvInteger", "a", "b").Node("ConvInteger", "a", "d").Output("y").Build();

        Assert.AreEqual("2 ConvInteger, 1 QLinearAdd", QuantizationDetector.Describe(model));
    }

    [TestMethod]
    public void Describe_OfAFloatModel_IsNull() =>
        Assert.IsNull(QuantizationDetector.Describe(new ModelBuilder(13).Input("x", 3).Node("Relu", "x", "y").Output("y").Build()));
}
