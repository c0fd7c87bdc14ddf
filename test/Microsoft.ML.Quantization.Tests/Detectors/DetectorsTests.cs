using Microsoft.ML.Quantization.Evaluation;

namespace Microsoft.ML.Quantization.Tests.Detectors;

/// <summary>The detectors that are made in code detect, and it is seen what INT8 costs.</summary>
[TestClass]
public sealed class DetectorsTests
{
    private const int Images = 60;

    [TestMethod]
    public void YoloLike_InFp32_Detects() => Detects(DetectorCase.YoloLike);

    [TestMethod]
    public void SsdLike_InFp32_Detects() => Detects(DetectorCase.SsdLike);

    [TestMethod]
    public void SsdLike_InInt8_DetectsAboutAsWell()
    {
        var detector = DetectorCase.SsdLike;
        var result = QuantizerRun.Quantize(detector.Build(), detector.Rows(64, 1), QuantizerRun.Everything with { Effort = QuantizationEffort.Fast });
        using var model = detector.Model();
        var evaluation = PairedEvaluator.Run(model, result.Model, detector.Labelled(Images, 2), detector.Task, 0.95);
        Console.WriteLine(evaluation);
        Assert.IsTrue(evaluation.Metrics[1].Loss < 0.05 && evaluation.Agreement > 0.9, $"{evaluation}");
        Assert.IsTrue(evaluation.Primary!.Interval.Contains(evaluation.Primary.Loss) && evaluation.Primary.Interval.High - evaluation.Primary.Interval.Low < 0.2, $"{evaluation}");
    }

    private static void Detects(DetectorCase detector)
    {
        using var model = detector.Model();
        var evaluation = PairedEvaluator.Run(model, model, detector.Labelled(Images, 2), detector.Task, 0.95);
        Console.WriteLine(evaluation);
        Assert.IsTrue(evaluation.Metrics[1].Float > 0.9 && evaluation.Primary!.Float > 0.6, $"{evaluation}");
    }
}
