using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Evaluation.Detections;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Evaluation.Detections;

[TestClass]
public sealed class BadDetectionTests
{
    private static readonly Box Ten = new(10, 10, 20, 20);
    private static readonly Detection Sure = new(0, 0.9f, Ten);

    private readonly DetectionPairs _three = new(3, 20);

    [TestMethod]
    public void NoObjectsAtAll_AreRefused() => Refused(() => _three.Evaluate([_three.Row([Sure], [Sure])]), "not one object", "name no label column");

    [TestMethod]
    public void AnImageWithoutObjects_IsNone()
    {
        var evaluation = _three.Evaluate([_three.Row([Sure], [Sure], new LabelledObject(0, Ten)), _three.Row([Sure], [])]);
        Assert.IsTrue(evaluation.Primary!.Loss < 0, $"INT8 detects nothing where nothing is. {evaluation}");
    }

    [TestMethod]
    public void NothingDetectedAndNoLabels_IsRefused() => Refused(() => _three.Evaluate([_three.Row([], [Sure])], labelled: false), "0.5", "AgreementThreshold");

    [TestMethod]
    public void NothingDetected_IsAnAverageOfZero()
    {
        var evaluation = _three.Evaluate([_three.Row([], [Sure], new LabelledObject(0, Ten))]);
        Assert.AreEqual((0.0, 1.0, double.NaN), (evaluation.Primary!.Float, evaluation.Primary.Quantized, evaluation.Agreement));
        Assert.HasCount(2, evaluation.Metrics);
    }

    [TestMethod]
    public void AClassOutOfRange_IsNamedWithItsRow() => Refused(
        () => _three.Evaluate([_three.Row([Sure], [Sure], new LabelledObject(2, Ten)), _three.Row([Sure], [Sure], new LabelledObject(3, Ten))]), "Row 1", "class 3", "'Label'", "3 classes");

    [TestMethod]
    [DataRow(0)]
    [DataRow(4)]
    public void NaN_IsNamedWithItsRow(int column)
    {
        float[] values = _three.Values([Sure]);
        values[column * 20] = float.NaN;
        Refused(() => _three.Evaluate([_three.Row(values)], labelled: false), "FP32", "NaN", "'y'", "row 0");
    }

    [TestMethod]
    public void NaNInInt8_IsNamedWithItsRow() => Refused(
        () => _three.Evaluate([_three.Row([Sure], [Sure]), _three.Row([Sure], [Sure with { Score = float.NaN }])], labelled: false), "INT8", "NaN", "row 1");

    [TestMethod]
    public void Logits_AskForAThreshold()
    {
        LabelledRow[] rows = [_three.Row([Sure with { Score = 2 }, new Detection(1, -7, Ten)], [Sure with { Score = 2 }], new LabelledObject(0, Ten))];
        Refused(() => _three.Evaluate(rows), "score", "no probability", "ScoreThreshold", "-2.9");
        Assert.AreEqual(1, _three.Evaluate(rows, options: new DetectionOptions { ScoreThreshold = 1, AgreementThreshold = 1 }).Primary!.Quantized);
    }

    [TestMethod]
    public void BoxesTheWrongWayRound_AskForTheFormat()
    {
        Detection[] turned = [.. Enumerable.Range(0, 10).Select(i => new Detection(0, 0.9f, new Box(100 - i, 10, 20, 15)))];
        Refused(() => _three.Evaluate([_three.Row(turned, turned)], labelled: false), "row 0", "end before they begin", "CenterAndSize", "BoxFormat");
    }

    [TestMethod]
    public void AFewBoxesTheWrongWayRound_FindNothing() =>
        Assert.AreEqual(0, _three.Evaluate([_three.Row([Sure with { Box = new Box(20, 10, 10, 20) }], [], new LabelledObject(0, Ten))]).Primary!.Float);

    [TestMethod]
    public void SharesAgainstPixels_AskForTheScale()
    {
        var share = new Box(0.1, 0.1, 0.2, 0.2);
        Refused(() => _three.Evaluate([_three.Row([Sure with { Box = share }], [], new LabelledObject(0, Ten))]), "20", "0.2", "BoxScaleX");
        Refused(() => _three.Evaluate([_three.Row([Sure], [], new LabelledObject(0, share))]), "0.2", "20", "BoxScaleY");
        Assert.AreEqual(1, _three.Evaluate([_three.Row([Sure with { Box = share }], [], new LabelledObject(0, Ten))], options: new DetectionOptions { BoxScaleX = 100, BoxScaleY = 100 }).Metrics[1].Float);
    }

    /// <summary>Softmax over classes of which one stands for nothing; with two classes that are known, it is none.</summary>
    [TestMethod]
    public void ScoresThatAddUpToOne_AskForTheBackground()
    {
        Refused(() => Classes(new DetectionOptions(), null), "'s'", "2 scores", "add up to 1", "BackgroundClass", "-1");
        Refused(() => Classes(new DetectionOptions(), 1), "one more than there are classes (1)", "BackgroundClass");
        Refused(() => Classes(new DetectionOptions { BackgroundClass = 0 }, 2), "does not go with 2 classes", "ClassCount");
        Refused(() => Classes(new DetectionOptions { BackgroundClass = 2 }, null), "class 2 being the background");
        Refused(() => Classes(new DetectionOptions { BackgroundClass = -1 }, 3), "does not go with 3 classes");
        Classes(new DetectionOptions { BackgroundClass = -1 }, null);
        Classes(new DetectionOptions { BackgroundClass = 0 }, 1);
        Classes(new DetectionOptions(), 2);
    }

    [TestMethod]
    public void OptionsOutOfRange_AreRefused()
    {
        Check(new DetectionOptions { MaxDetections = 0 }, "MaxDetections");
        Check(new DetectionOptions { SuppressionThreshold = 1.5f }, "SuppressionThreshold");
        Check(new DetectionOptions { ScoreThreshold = float.NaN }, "ScoreThreshold");
        Check(new DetectionOptions { AgreementThreshold = 0.01f }, "AgreementThreshold");
        Check(new DetectionOptions { BoxScaleX = 0 }, "BoxScaleX");
        Check(new DetectionOptions { BoxScaleY = float.NaN }, "BoxScaleY");
        Check(new DetectionOptions { BackgroundClass = -2 }, "BackgroundClass");
        Check(new DetectionOptions { ClassCount = 0 }, "ClassCount");
        Check(new DetectionOptions { BoxFormat = (DetectionBoxFormat)9 }, "BoxFormat");
        Check(new DetectionOptions { ScoreFormat = (DetectionScoreFormat)9 }, "ScoreFormat");
        DetectionOptionsCheck.Check(new DetectionOptions());
        DetectionOptionsCheck.Check(null);
    }

    private static void Classes(DetectionOptions options, int? classes)
    {
        OutputValue[] outputs = [new("b", new float[8], [1, 2, 4], true), new("s", [0.75f, 0.25f, 0.1f, 0.9f], [1, 2, 2], true)];
        var form = new DetectionFormSearch(outputs, options, classes).Find();
        new DetectionCheck(new DetectionReader(form, options, suppresses: false), options, classes, "Label").Classes(outputs);
    }

    private static void Check(DetectionOptions options, string name) => ErrorAssert.Throws<ArgumentOutOfRangeException>(() => DetectionOptionsCheck.Check(options), name);

    private static void Refused(Action action, params string[] parts) => ErrorAssert.Throws<InvalidOperationException>(action, parts);
}
