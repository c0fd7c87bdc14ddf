using Microsoft.ML.Quantization.Budget;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Budget;

/// <summary>A budget of accuracy and one of time, for a model that needs a layer in FP32, which costs a fifth of FP32's time.</summary>
[TestClass]
public sealed class BothBudgetsTests
{
    private readonly QuantizerRun.Messages _messages = new();

    [TestMethod]
    public void WhatIsExactAndFastEnough_IsTaken()
    {
        var attempts = Run(new QuantizationOptions { Effort = QuantizationEffort.Fast, OnlyWhereFaster = false, PerChannel = false, Budget = new QuantizationBudget { MaxAccuracyLoss = 0.03, MaxLatencyRatio = 0.65 } }).Report.Value.Attempts;
        var taken = attempts.Single(attempt => attempt.IsAccepted);
        Assert.IsGreaterThan(0.03, attempts[0].Loss);
        Assert.IsTrue(taken.IsProven && taken.LossBound <= 0.03 && taken.LatencyRatioBound <= 0.65 && taken.FloatNodes.Count > 0, taken.ToString());
        ErrorAssert.Names(taken.Outcome, "Proven to lose at most 3 points", "Proven to take at most 0.65 of FP32's time");
    }

    [TestMethod]
    public void WhatIsTooSlow_IsRejectedAndNotValidated()
    {
        var options = new QuantizationOptions { Effort = QuantizationEffort.Fast, OnlyWhereFaster = false, PerChannel = false, Budget = new QuantizationBudget { MaxAccuracyLoss = 0.03, MaxLatencyRatio = 0.3 } };
        var error = ErrorAssert.Throws<AccuracyLossException>(() => Run(options), "at most 3 points", "at most 0.3 of FP32's time", "points lost on 2,000 rows", "MaxAccuracyLoss or MaxLatencyRatio");
        Assert.IsTrue(error.Attempts[0].Loss > 0.03 && error.Attempts[0].LatencyRatio <= 0.3, error.Attempts[0].ToString());
        var slow = error.Attempts.Where(attempt => attempt.FloatNodes.Count > 0).ToArray();
        Assert.IsTrue(slow.Length > 0 && slow.All(attempt => double.IsNaN(attempt.Loss) && attempt.Rows == 0 && attempt.LatencyRatio > 0.3), string.Join('\n', error.Attempts));
        StringAssert.Contains(slow[0].ToString(), "time of a row 0.40 of FP32 (0.39 to 0.41). Rejected: takes more than 0.3 of FP32's time");
        ErrorAssert.Throws<LatencyRatioException>(() => Run(options with { Budget = options.Budget! with { MaxLatencyRatio = 0.1 } }), "at most 0.1 of FP32's time");
    }

    [TestMethod]
    public void WhatIsNotValidated_IsNoLook()
    {
        var exact = new QuantizationOptions { OnlyWhereFaster = false, Budget = new QuantizationBudget { MaxAccuracyLoss = 0.03 } };
        var slow = exact with { ExcludedOperators = ["Gemm"], Budget = exact.Budget! with { MaxLatencyRatio = 0.9, Escalation = [QuantizationCandidate.PostTraining("INT8", QuantizerRun.Everything)] } };
        double once = Run(exact, factor: 1).Report.Value.Attempts.Single().LossBound;
        var attempts = Run(slow, factor: 1).Report.Value.Attempts;
        Assert.IsTrue(attempts.SkipLast(1).All(attempt => attempt.LatencyRatio == 1 && double.IsNaN(attempt.Loss)), string.Join('\n', attempts));
        Assert.AreEqual(("INT8", true, once), (attempts[^1].Name, attempts[^1].IsAccepted, attempts[^1].LossBound));
    }

    private QuantizationResult Run(QuantizationOptions options, float factor = 300)
    {
        using var file = new ModelFile(TimedModels.Classifier(factor, clipped: true));
        var rows = QuantizerRun.Rows(2200, 1, TimedModels.Inputs);
        using var run = new SampleRun(OnnxModelReader.Load(file.Path));
        LabelledRow[] labelled = [.. rows.Skip(200).Select(row => new LabelledRow(row, [ChosenClass.OfFloat(run.Outputs(row), 0, "")]))];
        return Escalation.Run(file.Path, rows.Take(200), new ValidationSet(labelled, "Label", "test"), options, _messages, meter: new TimedModels.Meter());
    }
}
