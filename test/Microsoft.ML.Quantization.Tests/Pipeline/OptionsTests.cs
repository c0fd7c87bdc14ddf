namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>Options that make no sense are refused before any data is read.</summary>
[TestClass]
public sealed class OptionsTests
{
    [TestMethod]
    [DataRow(0)]
    [DataRow(-1)]
    public void NumbersBelowOne_AreRefused(int value)
    {
        Refused(new QuantizationOptions { BatchSize = value }, "BatchSize");
        Refused(new QuantizationOptions { MaxCalibrationRows = value }, "MaxCalibrationRows");
        Refused(new QuantizationOptions { IntraOpThreads = value }, "IntraOpThreads");
    }

    [TestMethod]
    [DataRow(50.0)]
    [DataRow(100.5)]
    [DataRow(double.NaN)]
    public void PercentileOutsideItsRange_IsRefused(double value) =>
        Refused(new QuantizationOptions { Calibration = CalibrationMethod.Percentile, Percentile = value }, "Percentile");

    [TestMethod]
    public void UnknownMethod_IsRefused() => Refused(new QuantizationOptions { Calibration = (CalibrationMethod)99 }, "99");

    [TestMethod]
    public void NullsAmongOptions_AreRefused()
    {
        RefusedNull(new QuantizationOptions { ExcludedNodes = null! }, "ExcludedNodes");
        RefusedNull(new QuantizationOptions { ExcludedNodes = ["a", null!] }, "ExcludedNodes");
        RefusedNull(new QuantizationOptions { ExcludedOperators = null! }, "ExcludedOperators");
        RefusedNull(new QuantizationOptions { ExcludedOperators = [null!] }, "ExcludedOperators");
        RefusedNull(new QuantizationOptions { Target = null! }, "Target");
        RefusedNull(new QuantizationOptions { Budget = new QuantizationBudget { MaxLatencyRatio = 1, Escalation = null! } }, "Escalation");
        RefusedNull(new QuantizationOptions { Budget = new QuantizationBudget { MaxLatencyRatio = 1, Escalation = [null!] } }, "Escalation");
    }

    [TestMethod]
    public void BudgetThatLimitsNothing_IsRefused()
    {
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        var options = new QuantizationOptions { Budget = new QuantizationBudget { LabelColumnName = "Label", FloatIfOutOfBudget = true } };
        ErrorAssert.Throws<ArgumentException>(() => new MLContext(1).Transforms.Quantize(file.Path, options), "Budget", "MaxAccuracyLoss", "MaxLatencyRatio");
    }

    [TestMethod]
    public void NullsAmongComparisonOptions_AreRefused()
    {
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        var context = new MLContext(1);
        var data = PipelineData.Table(context, 9, 6);
        foreach (var (options, part) in new (QuantizationComparisonOptions, string)[]
        {
            (new() { Candidates = null! }, "Candidates"),
            (new() { Candidates = [null!] }, "Candidates"),
            (new() { Quantization = null! }, "Quantization"),
            (new() { Quantization = new QuantizationOptions { ExcludedNodes = [null!] } }, "ExcludedNodes"),
            (new() { InputColumnNames = [null!] }, "inputColumnNames"),
        })
        {
            ErrorAssert.Throws<ArgumentException>(() => context.Quantization().Compare(data, data, file.Path, options: options), part);
        }
    }

    private static void RefusedNull(QuantizationOptions options, string part)
    {
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        ErrorAssert.Throws<ArgumentException>(() => new MLContext(1).Transforms.Quantize(file.Path, options), part, "null");
    }

    private static void Refused(QuantizationOptions options, string part)
    {
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => new MLContext(1).Transforms.Quantize(file.Path, options), part);
    }
}
