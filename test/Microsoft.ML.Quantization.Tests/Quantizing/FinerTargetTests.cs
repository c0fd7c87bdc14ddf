namespace Microsoft.ML.Quantization.Tests.Quantizing;

/// <summary>What a target costs that is right on CPUs without VNNI.</summary>
[TestClass]
public sealed class FinerTargetTests
{
    private static readonly QuantizationOptions Vnni = QuantizerRun.Everything with { Target = QuantizationTarget.OnnxRuntimeX86Vnni };

    [TestMethod]
    public void Report_SaysWhatTheOtherTargetGives()
    {
        var (model, rows) = (Detector.Build(layers: 3, lowest: -1), Detector.Rows(8));
        var report = QuantizerRun.Quantize(model, rows, QuantizerRun.Everything).Report.Value;
        var other = QuantizerRun.Quantize(model, rows, Vnni).Report.Value;
        double gain = report.Outputs.Zip(other.Outputs, (own, finer) => finer.Sqnr - own.Sqnr).Average();
        Assert.AreEqual(("OnnxRuntimeX86Vnni", 8), (report.FinerTarget!.Target, report.FinerTarget.Rows));
        Assert.AreEqual(gain, report.FinerTarget.Gain, 1e-9);
        Assert.IsGreaterThan(0.0, gain);
        StringAssert.Contains(report.ToString(), $"Target         {report.FinerTarget}");
    }

    [TestMethod]
    public void Report_SaysItOfRoundedWeightsToo()
    {
        var options = QuantizerRun.Everything with { Effort = QuantizationEffort.Fast, Passes = new QuantizationPasses { WeightRounding = true } };
        var (model, rows) = (Detector.Build(layers: 3, lowest: -1), Detector.Rows(8));
        var report = QuantizerRun.Quantize(model, rows, options).Report.Value;
        var other = QuantizerRun.Quantize(model, rows, options with { Target = QuantizationTarget.OnnxRuntimeX86Vnni }).Report.Value;
        Assert.AreEqual(report.Outputs.Zip(other.Outputs, (own, finer) => finer.Sqnr - own.Sqnr).Average(), report.FinerTarget!.Gain, 1e-9);
    }

    [TestMethod]
    public void FinestTarget_IsComparedWithNone() => Assert.IsNull(QuantizerRun.Quantize(Detector.Build(layers: 1), Detector.Rows(4), Vnni).Report.Value.FinerTarget);
}
