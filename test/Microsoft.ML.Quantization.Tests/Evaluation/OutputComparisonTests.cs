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

    [TestMethod]
    public void PartsOfAnOutput_AreMeasuredEachByItself()
    {
        var random = new Random(7);
        var comparison = new OutputComparison();
        var (boxes, scores) = (new OutputNoiseSum(), new OutputNoiseSum());
        int agreed = 0;
        for (int row = 0; row < 20; row++)
        {
            float[] expected = [.. Enumerable.Range(0, 6 * 30).Select(i => (float)(random.NextDouble() * (i % 6 < 4 ? 640 : 1)))];
            float[] actual = [.. expected.Select((value, i) => i % 6 < 4 ? value + (float)random.NextDouble() : MathF.Round(value * 4) / 4)];
            comparison.Add(Model, Row, [new("y", expected, [1, 30, 6], IsFloat: true)], [new("y", actual, [1, 30, 6], IsFloat: true)]);
            boxes.Add([.. expected.Where((_, i) => i % 6 < 4)], [.. actual.Where((_, i) => i % 6 < 4)]);
            float[] right = [.. expected.Where((_, i) => i % 6 >= 4)];
            float[] rounded = [.. actual.Where((_, i) => i % 6 >= 4)];
            scores.Add(right, rounded);
            agreed += Array.IndexOf(right, right.Max()) == Array.IndexOf(rounded, rounded.Max()) ? 1 : 0;
        }

        var output = comparison.Outputs[0];
        CollectionAssert.AreEqual(new[] { "y[.., 0:4]", "y[.., 4:6]" }, output.Parts.Select(part => part.Name).ToArray());
        Assert.AreEqual(boxes.Decibels, output.Parts[0].Sqnr, 1e-9);
        Assert.AreEqual(scores.Decibels, output.Parts[1].Sqnr, 1e-9);
        Assert.AreEqual(agreed / 20.0, output.Parts[1].Agreement);
        Assert.AreEqual(output.Parts[1].Sqnr, comparison.Sqnr, "The lowest of the parts.");
        Assert.IsGreaterThan(output.Parts[1].Sqnr + 20, output.Sqnr, "In one sum the boxes hide the scores.");
    }

    [TestMethod]
    public void Probabilities_AreOnePartHoweverSmallSomeAre()
    {
        var model = new ModelBuilder(13).Input("x", 1, 2, 3).Node("Sigmoid", "x", "a").Node("Softmax", "x", "b").Node("Concat", "a b", "p", ("axis", 2)).Output("p").Model();
        var comparison = new OutputComparison();
        float[] values = [0.9f, 0.8f, 1e-6f, 0.7f, 0.9f, 2e-6f];
        comparison.Add(model, Row, [new("p", values, [1, 2, 3], IsFloat: true)], [new("p", values, [1, 2, 3], IsFloat: true)]);
        Assert.IsEmpty(comparison.Outputs[0].Parts);
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
