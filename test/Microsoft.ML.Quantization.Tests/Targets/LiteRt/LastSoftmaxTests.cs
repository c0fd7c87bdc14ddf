namespace Microsoft.ML.Quantization.Tests.Targets.LiteRt;

/// <summary>A model that ends with a Softmax, which LiteRT computes in INT8: what passes bring is measured before it, as in FP32.</summary>
[TestClass]
public sealed class LastSoftmaxTests
{
    private const int Classes = 10;

    [TestMethod]
    [DataRow("Softmax")]
    [DataRow("Sigmoid")]
    public void Passes_AreJudgedByWhatItIsMadeFrom(string last)
    {
        var model = SmallModels.Images().Weights("m", QuantizerRun.Uniform(new Random(7), Classes * SmallModels.Channels, -2, 2), SmallModels.Channels, Classes)
            .Node("Conv", "x w b", "c", SmallModels.Padded).Node("Relu", "c", "r").Node("Conv", "r w2 b", "d", SmallModels.Padded).Node("GlobalAveragePool", "d", "g").Node("Flatten", "g", "f")
            .Node("Gemm", "f m", "l").Node(last, "l", "y").Output("y").Build();
        var result = QuantizerRun.Quantize(model, QuantizerRun.Rows(180, SmallModels.Image), new QuantizationOptions { Target = QuantizationTarget.LiteRt, OnlyWhereFaster = false });
        Assert.IsTrue(result.Plan.Nodes.Single(node => node.OperatorType == last).IsQuantized);
        Assert.IsGreaterThan(0.05, result.Passes.Where(pass => pass.Group.Length == 0).Max(pass => Math.Abs(pass.Gain)));
    }
}
