using Microsoft.ML.Quantization.Evaluation.Detections;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Evaluation.Detections;

/// <summary>What the shapes of outputs tell, and what is asked for where they do not.</summary>
[TestClass]
public sealed class DetectionFormTests
{
    private static readonly DetectionOptions Default = new();

    [TestMethod]
    [DataRow(80, 1, 84, 8400, DetectionScoreFormat.EachClass, true, 80, DisplayName = "YOLOv8")]
    [DataRow(80, 1, 25200, 85, DetectionScoreFormat.ObjectnessAndEachClass, false, 80, DisplayName = "YOLOv5")]
    [DataRow(80, 1, 300, 6, DetectionScoreFormat.ScoreAndClass, false, 1, DisplayName = "YOLOv10")]
    [DataRow(1, 1, 5, 2100, DetectionScoreFormat.EachClass, true, 1, DisplayName = "YOLOv8 of one class")]
    [DataRow(1, 1, 6300, 6, DetectionScoreFormat.ObjectnessAndEachClass, false, 1, DisplayName = "YOLOv5 of one class")]
    [DataRow(12, 1, 10, 16, DetectionScoreFormat.EachClass, false, 12, DisplayName = "fewer places than numbers")]
    [DataRow(null, 1, 5, 2100, DetectionScoreFormat.EachClass, true, 1, DisplayName = "one number can only be a score")]
    public void Find_OfOneOutput_GoesByTheNumberOfClasses(int? classes, int a, int b, int c, DetectionScoreFormat format, bool isTransposed, int columns)
    {
        var form = Find(Default, classes, Output("y", a, b, c));
        Assert.AreEqual((format, isTransposed, columns, true), (form.ScoreFormat, form.Boxes.IsTransposed, form.ScoreColumns, form.IsTogether));
    }

    [TestMethod]
    public void Find_OfOneOutput_WithABackground_CountsIt()
    {
        var form = Find(new DetectionOptions { BackgroundClass = 0 }, 3, Output("y", 1, 100, 8));
        Assert.AreEqual((DetectionScoreFormat.EachClass, 4), (form.ScoreFormat, form.ScoreColumns));
    }

    [TestMethod]
    public void Find_OfOneOutput_WithoutClasses_AsksForThem() => Refused(Default, null, ["'y'", "80 numbers", "79", "ClassCount", "ScoreFormat"], Output("y", 1, 84, 8400));

    [TestMethod]
    public void Find_OfOneOutput_WithoutClasses_TakesTheFormatThatIsNamed()
    {
        var form = Find(new DetectionOptions { ScoreFormat = DetectionScoreFormat.ObjectnessAndEachClass }, null, Output("y", 1, 25200, 85));
        Assert.AreEqual((80, 5), (form.ScoreColumns, form.FirstScore));
    }

    [TestMethod]
    public void Find_OfOneOutput_OfOtherClasses_SaysWhatItWouldHave() => Refused(Default, 3, ["'y'", "[1, 84, 8400]", "4 + 3 (EachClass)", "4 + 4 (ObjectnessAndEachClass)", "ClassCount"], Output("y", 1, 84, 8400));

    [TestMethod]
    public void Find_OfASquareOutput_AsksForTheClasses() => Refused(new DetectionOptions { ScoreFormat = DetectionScoreFormat.EachClass }, null, ["which of its dimensions", "ClassCount"], Output("y", 1, 50, 50));

    [TestMethod]
    public void Find_OfTwoOutputs_TakesThatOfFourNumbersForBoxes()
    {
        var form = Find(Default, null, Output("scores", 1, 4420, 2), Output("boxes", 1, 4420, 4));
        Assert.AreEqual(("boxes", "scores", 2, false), (form.Boxes.Output, form.Scores.Output, form.ScoreColumns, form.IsTogether));
        CollectionAssert.AreEqual((string[])["boxes", "scores"], form.Outputs);
    }

    [TestMethod]
    public void Find_OfTwoOutputs_ReadsBoxesAndScoresAcross()
    {
        var form = Find(Default, 80, Output("b", 1, 4, 8400), Output("s", 1, 80, 8400));
        Assert.AreEqual((true, true, 80), (form.Boxes.IsTransposed, form.Scores.IsTransposed, form.ScoreColumns));
    }

    /// <summary>As a model that ends in NonMaxSuppression gives them, here none at all.</summary>
    [TestMethod]
    [DataRow(5)]
    [DataRow(0)]
    public void Find_OfIntegersBesideScores_TakesThemForClasses(int places)
    {
        var form = Find(Default, 90, Output("boxes", places, 4), Integers("labels", places), Output("scores", places));
        Assert.AreEqual(("labels", true, "scores"), (form.Classes?.Output, form.TellsClass, form.Scores.Output));
    }

    [TestMethod]
    public void Find_OfLandmarksToo_TakesTheOutputThatHasTheClasses()
    {
        OutputValue[] outputs = [Output("loc", 1, 50, 4), Output("conf", 1, 50, 2), Output("landmarks", 1, 50, 10)];
        Assert.AreEqual("conf", Find(new DetectionOptions { BackgroundClass = 0 }, 1, outputs).Scores.Output);
        Refused(Default, null, ["More than one output", "scores", "'landmarks' [1, 50, 10]", "ScoresOutput"], outputs);
    }

    [TestMethod]
    public void Find_OfTwoThatCanBeBoxes_AsksForTheName()
    {
        OutputValue[] outputs = [Output("boxes", 1, 50, 4), Output("scores", 1, 50, 4)];
        Refused(Default, 4, ["More than one output can hold boxes", "'boxes' [1, 50, 4]", "BoxesOutput"], outputs);
        Assert.AreEqual("boxes", Find(new DetectionOptions { BoxesOutput = "boxes" }, 4, outputs).Boxes.Output);
        Assert.AreEqual("boxes", Find(new DetectionOptions { ScoresOutput = "scores" }, 4, outputs).Boxes.Output);
    }

    [TestMethod]
    public void Find_OfClassesAsFloats_TakesTheNames()
    {
        var options = new DetectionOptions { ScoresOutput = "scores", ClassesOutput = "classes" };
        OutputValue[] outputs = [Output("boxes", 1, 100, 4), Output("classes", 1, 100), Output("scores", 1, 100), Output("count", 1)];
        Assert.AreEqual("classes", Find(options, null, outputs).Classes?.Output);
        Refused(Default, null, ["ScoresOutput", "ClassesOutput"], outputs);
    }

    [TestMethod]
    public void Find_OfNoDetector_SaysWhatThereIs() => Refused(Default, 10, ["No output can hold boxes", "'y' [1, 3]"], Output("y", 1, 3));

    [TestMethod]
    public void Find_OfANameThatIsNone_SaysWhatThereIs() => Refused(new DetectionOptions { BoxesOutput = "box" }, 10, ["BoxesOutput is 'box'", "'y' [1, 84, 8400]"], Output("y", 1, 84, 8400));

    [TestMethod]
    public void Find_OfScoresForOtherPlaces_IsRefused() =>
        Refused(new DetectionOptions { ScoresOutput = "s" }, null, ["'s' [1, 60, 2]", "50"], Output("b", 1, 50, 4), Output("s", 1, 60, 2));

    [TestMethod]
    public void Find_OfBoxesWithoutScores_IsRefused() => Refused(Default, null, ["No output can hold the scores of the 50 boxes"], Output("b", 1, 50, 4));

    [TestMethod]
    public void Find_OfScoresAndChosenClasses_IsRefused() => Refused(
        new DetectionOptions { ClassesOutput = "c" }, null, ["'c' is to tell the class", "'s' 2 scores"], Output("b", 1, 50, 4), Output("s", 1, 50, 2), Output("c", 1, 50));

    private static DetectionForm Find(DetectionOptions options, int? classes, params OutputValue[] outputs) => new DetectionFormSearch(outputs, options, classes).Find();

    private static void Refused(DetectionOptions options, int? classes, string[] parts, params OutputValue[] outputs) =>
        ErrorAssert.Throws<InvalidOperationException>(() => Find(options, classes, outputs), parts);

    private static OutputValue Output(string name, params long[] shape) => new(name, new float[shape.Aggregate(1L, (product, size) => product * size)], shape, IsFloat: true);

    private static OutputValue Integers(string name, params long[] shape) => Output(name, shape) with { IsFloat = false };
}
