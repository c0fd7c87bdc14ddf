using Microsoft.ML.Quantization.Evaluation;

namespace Microsoft.ML.Quantization.Tests.Evaluation;

[TestClass]
public sealed class BadEvaluationTests
{
    private readonly ScorePairs _three = new(3);
    private readonly ScorePairs _one = new(1);
    private readonly ScorePairs _image = new(1, [2, 2]);

    [TestMethod]
    public void NoRows_AreRefused() => Refused(() => _three.Evaluate([], classes: true), "no rows", "hundred rows");

    [TestMethod]
    [DataRow(0.5)]
    [DataRow(1.0)]
    [DataRow(95.0)]
    [DataRow(double.NaN)]
    public void ALevelThatIsNone_IsRefused(double level) =>
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => _three.Evaluate([_three.Row([1, 0, 0], [1, 0, 0])], level: level), "above 0.5 and below 1", "0.95");

    [TestMethod]
    public void RegressionWithoutLabels_IsRefused() =>
        Refused(() => _one.Evaluate([_one.Row([1], [1])], task: EvaluationTask.Regression), "name the label column", "Embedding");

    [TestMethod]
    public void ManyScores_AreNoBinaryClassification() =>
        Refused(() => _three.Evaluate([_three.Row([1, 0, 0], [1, 0, 0], 0)], true, EvaluationTask.BinaryClassification), "'y'", "3 scores", "MulticlassClassification");

    [TestMethod]
    public void OneScore_IsNoMulticlassClassification() =>
        Refused(() => _one.Evaluate([_one.Row([1], [1], 0)], true, EvaluationTask.MulticlassClassification), "'y'", "one score", "BinaryClassification", "Regression");

    [TestMethod]
    public void AnImage_IsNoClassification() =>
        Refused(() => _image.Evaluate([_image.Row([1, 2, 3, 4], [1, 2, 3, 4], 1)], true), "'y'", "[1, 1, 2, 2]", "no classification", "ImageToImage");

    [TestMethod]
    public void AClassOutOfRange_IsNamedWithItsRow() =>
        Refused(() => _three.Evaluate([_three.Row([1, 0, 0], [1, 0, 0], 0), _three.Row([1, 0, 0], [1, 0, 0], 3)], true), "Row 1", "class 3", "'Label'", "3 classes");

    [TestMethod]
    [DataRow(-1f)]
    [DataRow(0.5f)]
    [DataRow(float.NaN)]
    public void ALabelThatIsNoClass_IsNamedWithItsRow(float label) =>
        Refused(() => _three.Evaluate([_three.Row([1, 0, 0], [1, 0, 0], label)], true), "Row 0", "'Label'", "expected a class");

    [TestMethod]
    public void ANumberForAVectorOfScores_IsRefused() =>
        Refused(() => _three.Evaluate([_three.Row([1, 0, 0], [1, 0, 0], 2)], false), "Row 0", "1 values", "'Label'", "has 3", "MapValueToKey");

    [TestMethod]
    public void ALabelThatIsNoNumber_IsNamedWithItsRow() =>
        Refused(() => _one.Evaluate([_one.Row([1], [1], 1), _one.Row([1], [1], float.NaN)], false), "Row 1", "NaN", "'Label'");

    [TestMethod]
    public void NaNInFp32_IsNamedWithItsRow() =>
        Refused(() => _three.Evaluate([.. Enumerable.Repeat(_three.Row([1, 0, 0], [1, 0, 0]), 40), _three.Row([float.NaN, 0, 0], [1, 0, 0])]), "FP32", "NaN", "'y'", "row 40");

    [TestMethod]
    public void NaNInInt8_IsNamedWithItsRow() =>
        Refused(() => _three.Evaluate([_three.Row([1, 0, 0], [1, 0, 0]), _three.Row([1, 0, 0], [1, float.NaN, 0])]), "INT8", "NaN", "'y'", "row 1");

    [TestMethod]
    public void AnotherModelThanTheOneThatWasQuantized_IsRefused() => Refused(
        () => PairedEvaluator.Run(SmallModels.Sum().Model(), new Onnx.ModelBuilder(13).Input("x", 3).Node("Concat", "x x", "y", ("axis", 0)).Output("y").Model(),
            new LabelledRows([new LabelledRow([new("x", new float[] { 1, 2, 3 }, [3])], [])]), EvaluationTask.Auto, 0.95),
        "3 values in FP32", "6 in INT8", "row 0");

    [TestMethod]
    public void NoFloatOutput_IsRefused()
    {
        var model = new Onnx.ModelBuilder(13).Input("x", 3).Node("Cast", "x", "y", ("to", 7)).Output("y", Quantization.Onnx.TensorProto.Types.DataType.Int64).Model();
        Refused(() => PairedEvaluator.Run(model, model, new LabelledRows([]), EvaluationTask.Auto, 0.95), "test.onnx", "no output of type float");
    }

    private static void Refused(Action action, params string[] parts) => ErrorAssert.Throws<InvalidOperationException>(action, parts);
}
