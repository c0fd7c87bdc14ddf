using Microsoft.ML.Quantization.Evaluation.Detections;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Evaluation.Detections;

[TestClass]
public sealed class DetectionReaderTests
{
    private static readonly Box Wide = new(10, 20, 50, 30);

    [TestMethod]
    [DataRow(DetectionBoxFormat.Auto, new[] { 10f, 20, 50, 30 })]
    [DataRow(DetectionBoxFormat.Corners, new[] { 10f, 20, 50, 30 })]
    [DataRow(DetectionBoxFormat.CornersYX, new[] { 20f, 10, 30, 50 })]
    [DataRow(DetectionBoxFormat.CenterAndSize, new[] { 30f, 25, 40, 10 })]
    [DataRow(DetectionBoxFormat.CornerAndSize, new[] { 10f, 20, 40, 10 })]
    public void Read_OfAnyBoxFormat_GivesTheSameBox(DetectionBoxFormat format, float[] box)
    {
        var options = new DetectionOptions { BoxFormat = format };
        Assert.AreEqual(new Detection(0, 0.9f, Wide), Read(options, null, Output("b", box, 1, 1, 4), Output("s", [0.9f], 1, 1, 1)).Single());
    }

    [TestMethod]
    public void Read_ScalesBoxes()
    {
        var options = new DetectionOptions { BoxScaleX = 320, BoxScaleY = 240 };
        Assert.AreEqual(new Box(80, 30, 160, 120), Read(options, null, Output("b", [0.25f, 0.125f, 0.5f, 0.5f], 1, 1, 4), Output("s", [0.9f], 1, 1, 1)).Single().Box);
    }

    /// <summary>Two places and two classes, written in each way.</summary>
    [TestMethod]
    [DataRow(new[] { 30f, 80, 25, 85, 40, 20, 10, 10, 0.9f, 0.1f, 0.2f, 0.7f }, 6, 2, DetectionScoreFormat.EachClass, DisplayName = "across")]
    [DataRow(new[] { 30f, 25, 40, 10, 0.9f, 0.2f, 80, 85, 20, 10, 0.1f, 0.7f }, 2, 6, DetectionScoreFormat.EachClass, DisplayName = "along")]
    [DataRow(new[] { 30f, 25, 40, 10, 0.5f, 1.8f, 0.4f, 80, 85, 20, 10, 1, 0.1f, 0.7f }, 2, 7, DetectionScoreFormat.ObjectnessAndEachClass, DisplayName = "with objectness")]
    public void Read_OfOneOutput_TakesMiddleAndSize(float[] values, int rows, int columns, DetectionScoreFormat format)
    {
        var options = new DetectionOptions { ScoreFormat = format, ClassCount = 2 };
        Detection[] expected = [new(0, 0.9f, Wide), new(1, 0.7f, new Box(70, 80, 90, 90)), new(1, 0.2f, Wide), new(0, 0.1f, new Box(70, 80, 90, 90))];
        CollectionAssert.AreEqual(expected, Read(options, 2, Output("y", values, 1, rows, columns)));
    }

    [TestMethod]
    public void Read_OfScoreAndClass_TakesCorners()
    {
        var options = new DetectionOptions { ScoreFormat = DetectionScoreFormat.ScoreAndClass };
        CollectionAssert.AreEqual((Detection[])[new(17, 0.9f, Wide)], Read(options, 80, Output("y", [10, 20, 50, 30, 0.9f, 17, 10, 20, 50, 30, 0.01f, 3], 1, 2, 6)));
    }

    /// <summary>The first class is the background: what it is sure of is nothing, and the others are counted without it.</summary>
    [TestMethod]
    [DataRow(0, new[] { 0.9f, 0.2f, 0.6f })]
    [DataRow(2, new[] { 0.2f, 0.6f, 0.9f })]
    [DataRow(1, new[] { 0.2f, 0.9f, 0.6f })]
    public void Read_LeavesTheBackgroundOut(int background, float[] scores)
    {
        var options = new DetectionOptions { BackgroundClass = background };
        CollectionAssert.AreEqual((Detection[])[new(1, 0.6f, Wide), new(0, 0.2f, Wide)], Read(options, 2, Output("b", [10, 20, 50, 30], 1, 1, 4), Output("s", scores, 1, 1, 3)));
    }

    [TestMethod]
    public void Read_OfChosenClasses_LeavesOverlapsAlone()
    {
        var options = new DetectionOptions { BackgroundClass = 0 };
        OutputValue[] outputs = [Output("b", [10, 20, 50, 30, 10, 20, 50, 30, 10, 20, 50, 30], 3, 4), Output("s", [0.9f, 0.8f, 0.7f], 3), Output("c", [3, 3, 0], 3) with { IsFloat = false }];
        CollectionAssert.AreEqual((Detection[])[new(2, 0.9f, Wide), new(2, 0.8f, Wide)], Read(options, null, outputs));
        CollectionAssert.AreEqual((Detection[])[new(2, 0.9f, Wide)], Read(options with { SuppressionThreshold = 0.5f }, null, outputs));
    }

    [TestMethod]
    public void Read_KeepsTheBestOfAnyClass_AndTheFirstOfEqualScores()
    {
        OutputValue[] outputs = [Output("b", [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5], 1, 3, 4), Output("s", [0.5f, 0.3f, 0.5f, 0.6f, 0.5f, 0.2f], 1, 3, 2)];
        var found = Read(new DetectionOptions { MaxDetections = 3, ScoreThreshold = 0.25f }, null, outputs);
        CollectionAssert.AreEqual((Detection[])[new(1, 0.6f, new Box(2, 2, 3, 3)), new(0, 0.5f, new Box(0, 0, 1, 1)), new(0, 0.5f, new Box(2, 2, 3, 3))], found);
    }

    private static Detection[] Read(DetectionOptions options, int? classes, params OutputValue[] outputs) =>
        new DetectionReader(new DetectionFormSearch(outputs, options, classes).Find(), options, suppresses: false).Read(outputs);

    private static OutputValue Output(string name, float[] values, params long[] shape) => new(name, values, shape, IsFloat: true);
}
