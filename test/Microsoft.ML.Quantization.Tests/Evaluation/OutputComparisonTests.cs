using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Evaluation;

[TestClass]
public sealed class OutputComparisonTests
{
    private static readonly OnnxModel Model = new ModelBuilder(13).Input("x", 1, 4).Node("Sigmoid", "x", "p").Output("p").Model();

    [TestMethod]
    public void Outputs_AreMeasuredEachByItself()
    {
        var comparison = new OutputComparison();
        comparison.Add(Model, Row, [Value("good", 1, 2, 3), Value("bad", 1, 2, 3)], [Value("good", 1, 2, 3), Value("bad", 3, 2, 1)]);
        var (good, bad) = (comparison.Outputs[0], comparison.Outputs[1]);
        Assert.AreEqual(("good", double.PositiveInfinity, 1.0), (good.Name, good.Sqnr, good.Agreement));
        Assert.AreEqual(10 * Math.Log10(0.25), bad.Sqnr, 1e-9);
        Assert.AreEqual(0.0, bad.Agreement);
        Assert.AreEqual((bad.Sqnr, 1.0), (comparison.Sqnr, comparison.Agreement), "The lowest, and the first that decides.");
    }

    [TestMethod]
    public void Sqnr_LeavesOutTheMeanOfEachRow()
    {
        Assert.AreEqual(20, Compare((1001, 999), (1001.1f, 998.9f)).Sqnr, 1e-2);
        Assert.AreEqual(double.PositiveInfinity, Compare((2, 1), (12, 11)).Sqnr, "All values are off by as much.");
    }

    [TestMethod]
    public void Sqnr_OfOneValueARow_IsAgainstTheMeanOverTheRows()
    {
        var comparison = new OutputComparison();
        comparison.Add(Model, Row, [Value("y", 1001)], [Value("y", 1001.1f)]);
        comparison.Add(Model, Row, [Value("y", 999)], [Value("y", 999.1f)]);
        Assert.AreEqual(20, comparison.Sqnr, 1e-2);
    }

    [TestMethod]
    public void Sqnr_OfValuesThatAreAllTheSame_IsAgainstThemselves() => Assert.AreEqual(20, Compare((5, 5), (5.5f, 4.5f)).Sqnr, 1e-5);

    [TestMethod]
    public void NotANumberInInt8_IsNoAgreement() => Assert.AreEqual(double.NegativeInfinity, Compare((1, 2), (float.NaN, 2)).Sqnr);

    [TestMethod]
    public void Probability_AgreesOnItsSideOfAHalf()
    {
        var comparison = new OutputComparison();
        comparison.Add(Model, Row, [Value("p", 0.6f)], [Value("p", 0.7f)]);
        comparison.Add(Model, Row, [Value("p", 0.6f)], [Value("p", 0.4f)]);
        Assert.AreEqual(0.5, comparison.Agreement);
        Assert.IsTrue(comparison.Outputs[0].IsDecision);
    }

    [TestMethod]
    public void Integers_AgreeWhereTheyAreEqual()
    {
        var comparison = new OutputComparison();
        comparison.Add(Model, Row, [Value("ids", 1, 2, 3, 4) with { IsFloat = false }], [Value("ids", 1, 2, 3, 5) with { IsFloat = false }]);
        Assert.AreEqual((0.75, double.NaN), (comparison.Agreement, comparison.Sqnr));
    }

    [TestMethod]
    public void OutputsOfOtherLengths_DoNotAgree()
    {
        var comparison = new OutputComparison();
        comparison.Add(Model, Row, [Value("boxes", 1, 2, 3)], [Value("boxes", 1)]);
        Assert.AreEqual(0.0, comparison.Agreement);
    }

    private static TensorValue[] Row => [new("x", new float[4], [1, 4])];

    private static OutputComparison Compare((float, float) expected, (float, float) actual)
    {
        var comparison = new OutputComparison();
        comparison.Add(Model, Row, [Value("y", expected.Item1, expected.Item2)], [Value("y", actual.Item1, actual.Item2)]);
        return comparison;
    }

    private static OutputValue Value(string name, params float[] values) => new(name, values, [1, values.Length], IsFloat: true);
}
