using Microsoft.ML.Quantization.Budget;
using Microsoft.ML.Quantization.MixedPrecision;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Budget;

/// <summary>A budget of time, without a clock: every dense layer in INT8 saves a fifth of FP32's time.</summary>
[TestClass]
public sealed class LatencyBudgetTests
{
    private static readonly TensorValue[][] Rows = QuantizerRun.Rows(64, 1, TimedModels.Inputs);

    private readonly QuantizerRun.Messages _messages = new();

    [TestMethod]
    [DataRow(0.85)]
    [DataRow(0.65)]
    [DataRow(0.45)]
    [DataRow(0.25)]
    public void OfAllThatIsFastEnough_TheMostExactIsTaken(double budget)
    {
        using var file = new ModelFile(TimedModels.Classifier());
        var expected = Front(file, QuantizerRun.Everything).Where(plan => TimedModels.Ratio(plan.Model) <= budget).MinBy(plan => plan.Plan.MeasuredError).Plan;
        var attempts = Run(file, new QuantizationOptions { OnlyWhereFaster = false, Budget = new QuantizationBudget { MaxLatencyRatio = budget } }).Report.Value.Attempts;
        var taken = attempts.Single(attempt => attempt.IsAccepted);
        CollectionAssert.AreEqual(expected.FloatNodes.ToArray(), taken.FloatNodes.ToArray(), taken.ToString());
        Assert.AreSame(attempts[^1], taken);
        Assert.IsTrue(taken.IsProven && taken.LatencyRatioBound <= budget && double.IsNaN(taken.Loss), taken.ToString());
        Assert.IsTrue(attempts.SkipLast(1).All(attempt => attempt.LatencyRatio > budget && attempt.Sqnr >= taken.Sqnr && !attempt.IsAccepted), string.Join('\n', attempts));
        StringAssert.Contains(taken.Outcome, "Proven to take at most " + budget.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [TestMethod]
    public void AllInt8_IsTheModelThatThereIsWithoutABudget()
    {
        using var file = new ModelFile(TimedModels.Classifier());
        var result = Run(file, new QuantizationOptions { OnlyWhereFaster = false, Budget = new QuantizationBudget { MaxLatencyRatio = 0.25 } });
        Assert.IsEmpty(result.Report.Value.Attempts[^1].FloatNodes);
        CollectionAssert.AreEqual(PostTrainingQuantizer.Run(file.Path, Rows, QuantizerRun.Everything, _messages).Bytes(), result.Bytes());
    }

    [TestMethod]
    public void WhereNothingIsFastEnough_TheFastestIsTold()
    {
        using var file = new ModelFile(TimedModels.Classifier());
        var options = new QuantizationOptions { OnlyWhereFaster = false, Budget = new QuantizationBudget { MaxLatencyRatio = 0.1 } };
        var error = ErrorAssert.Throws<LatencyRatioException>(() => Run(file, options), file.Path, "at most 0.1 of FP32's time", "time of a row 0.20 of FP32", "MaxLatencyRatio", "FloatIfOutOfBudget");
        Assert.IsTrue(error.Attempts.Count > 1 && error.Attempts.All(attempt => !attempt.IsAccepted && attempt.Outcome.StartsWith("Rejected: takes more than 0.1", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void WhereNothingIsFastEnough_FloatIsGivenIfAsked()
    {
        using var file = new ModelFile(TimedModels.Classifier());
        var report = Run(file, new QuantizationOptions { OnlyWhereFaster = false, Budget = new QuantizationBudget { MaxLatencyRatio = 0.1, FloatIfOutOfBudget = true } }).Report.Value;
        Assert.IsTrue(report.Nodes.All(node => !node.IsQuantized) && report.Attempts.All(attempt => !attempt.IsAccepted));
        ErrorAssert.Names(_messages.Warnings.Single(text => text.Contains("The FP32 model is returned", StringComparison.Ordinal)), "0.1 of FP32's time", "0.20");
    }

    [TestMethod]
    public void WhereNothingIsFastEnough_WhatEscalationAddsIsTried()
    {
        using var file = new ModelFile(TimedModels.Classifier());
        var everything = QuantizationCandidate.PostTraining("everything", QuantizerRun.Everything);
        var options = new QuantizationOptions { OnlyWhereFaster = false, ExcludedOperators = ["Gemm"], Budget = new QuantizationBudget { MaxLatencyRatio = 0.5, Escalation = [everything] } };
        var attempts = Run(file, options).Report.Value.Attempts;
        Assert.AreEqual((2, "everything", true), (attempts.Count, attempts[1].Name, attempts[1].IsAccepted));
        Assert.AreEqual((1.0, double.PositiveInfinity), (attempts[0].LatencyRatio, attempts[0].Sqnr));
    }

    [TestMethod]
    public void WhatIsNotProven_GivesWayToWhatIs()
    {
        using var file = new ModelFile(TimedModels.Classifier());
        var options = new QuantizationOptions { OnlyWhereFaster = false, Budget = new QuantizationBudget { MaxLatencyRatio = 0.65 } };
        var taken = Run(file, options, bound: ratio => ratio + 0.1).Report.Value.Attempts.Single(attempt => attempt.IsAccepted);
        Assert.IsTrue(taken.IsProven && taken.LatencyRatio < 0.45, taken.ToString());
        Assert.IsEmpty(_messages.Warnings);
    }

    [TestMethod]
    public void WhatIsNotProven_IsTakenWithAWarningWhereNothingIs()
    {
        using var file = new ModelFile(TimedModels.Classifier());
        var options = new QuantizationOptions { OnlyWhereFaster = false, Budget = new QuantizationBudget { MaxLatencyRatio = 0.65 } };
        var report = Run(file, options, bound: _ => 2).Report.Value;
        var taken = report.Attempts.Single(attempt => attempt.IsAccepted);
        Assert.AreEqual(report.Attempts.Where(attempt => attempt.LatencyRatio <= 0.65).Max(attempt => attempt.Sqnr), taken.Sqnr);
        Assert.IsFalse(taken.IsProven);
        ErrorAssert.Names(report.Warnings[0], "latency budget", "not proven");
    }

    [TestMethod]
    public void WhereOnlyWhereFasterLeavesNothing_TheRatioIsOne()
    {
        using var file = new ModelFile(TimedModels.Classifier());
        var error = ErrorAssert.Throws<LatencyRatioException>(() => Run(file, new QuantizationOptions { Budget = new QuantizationBudget { MaxLatencyRatio = 0.9 } }), "OnlyWhereFaster", "Nothing in it runs in INT8");
        Assert.AreEqual((1.0, 1.0), (error.Attempts.Single().LatencyRatio, error.Attempts[0].LatencyRatioBound));
        Assert.IsTrue(Run(file, new QuantizationOptions { Budget = new QuantizationBudget { MaxLatencyRatio = 1 } }).Report.Value.Attempts.Single().IsAccepted);
    }

    [TestMethod]
    public void ASavedTable_ServesToo()
    {
        using var file = new ModelFile(TimedModels.Classifier());
        var table = PostTrainingQuantizer.Run(file.Path, Rows, QuantizerRun.Everything, _messages).Calibration;
        var options = new QuantizationOptions { OnlyWhereFaster = false, CalibrationTable = table, Budget = new QuantizationBudget { MaxLatencyRatio = 0.65 } };
        var taken = Run(file, options).Report.Value.Attempts.Single(attempt => attempt.IsAccepted);
        Assert.IsTrue(taken.LatencyRatio <= 0.65, taken.ToString());
        ErrorAssert.Throws<InvalidOperationException>(() => Escalation.Run(file.Path, [], null, options, _messages), "MaxLatencyRatio", "row", file.Path);
    }

    [TestMethod]
    public void ATableOfAnotherModel_IsRefusedWhereverItIs()
    {
        using var file = new ModelFile(TimedModels.Classifier());
        var table = QuantizerRun.Quantize(SmallModels.Gemm(), QuantizerRun.Rows(3, SmallModels.Vector)).Calibration;
        var candidate = QuantizationCandidate.PostTraining("saved", new QuantizationOptions { CalibrationTable = table });
        ErrorAssert.Throws<InvalidOperationException>(() => Run(file, new QuantizationOptions { Budget = new QuantizationBudget { MaxLatencyRatio = 0.5, Escalation = [candidate] } }), "other model", file.Path);
    }

    [TestMethod]
    public void WhatEscalationAdds_IsCalibratedThoughThereIsATable()
    {
        using var file = new ModelFile(TimedModels.Classifier());
        var excluded = new QuantizationOptions { OnlyWhereFaster = false, ExcludedOperators = ["Gemm"] };
        var table = PostTrainingQuantizer.Run(file.Path, Rows, excluded, _messages).Calibration;
        var everything = QuantizationCandidate.PostTraining("everything", QuantizerRun.Everything);
        var result = Run(file, excluded with { CalibrationTable = table, Budget = new QuantizationBudget { MaxLatencyRatio = 0.5, Escalation = [everything] } });
        CollectionAssert.AreEqual(PostTrainingQuantizer.Run(file.Path, Rows, QuantizerRun.Everything, _messages).Bytes(), result.Bytes());
    }

    private static IEnumerable<(MixedPlan Plan, OnnxModel Model)> Front(ModelFile file, QuantizationOptions options)
    {
        var messages = new QuantizerRun.Messages();
        using var model = ObservedModel.Create(file.Path, Rows, [options], messages, MixedPrecisionSearch.Observed(options));
        foreach (var plan in MixedPrecisionSearch.Run(model, model.Calibrate(options, messages), messages).Front)
        {
            yield return (plan, plan.Calibrate(model, messages).Write().Model);
        }
    }

    private QuantizationResult Run(ModelFile file, QuantizationOptions options, Func<double, double>? bound = null) =>
        Escalation.Run(file.Path, Rows, null, options, _messages, meter: new TimedModels.Meter(bound));
}
