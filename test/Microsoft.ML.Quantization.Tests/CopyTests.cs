using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Pipeline;
using Microsoft.ML.Quantization.Tests.Calibration;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>A copy with something changed keeps all the rest.</summary>
[TestClass]
public sealed class CopyTests
{
    [TestMethod]
    public void ATensorWithAnotherRange_KeepsTheRest()
    {
        var tensor = EveryProperty.Filled(new CalibratedTensor("x"));
        EveryProperty.AssertSurvive(tensor, tensor.WithRange(-2, 3, "trained"), "Low", "High", "Reason", "Curve", "Parameters");
        EveryProperty.AssertSurvive(tensor, tensor.WithReason("because"), "Reason");
    }

    [TestMethod]
    public void ATableWithOtherTensors_KeepsTheRest()
    {
        var table = new CalibrationTable([new CalibratedTensor("x")], 3, CalibrationTables.Model, CalibrationTables.Data, new Dictionary<string, double[]> { ["x"] = [1] }) { IsEqualized = true };
        var changed = table.With(tensor => tensor.WithRange(-1, 1, "trained"));
        EveryProperty.AssertSurvive(table, changed, "Tensors");
        EveryProperty.AssertSurvive(table, table.Because("of it"), "Tensors");
        Assert.IsTrue(changed.TryGetTensor("x", out var found));
        Assert.AreSame(changed.Tensors[0], found, "The index is that of the new tensors.");
    }

    [TestMethod]
    public void AReportWithAttempts_KeepsTheRest()
    {
        var report = EveryProperty.Filled(new QuantizationReport());
        EveryProperty.AssertSurvive(report, report.With([new QuantizationAttempt("a")], "a warning"), "Attempts", "Warnings");
    }

    [TestMethod]
    public void AMetricWithAnotherInterval_KeepsTheRest()
    {
        var metric = EveryProperty.Filled(new MetricComparison("F1Score"));
        EveryProperty.AssertSurvive(metric, metric.With(new ConfidenceInterval(-1, 1, 0.9), isAccuracy: false), "Interval", "IsAccuracy");
    }

    [TestMethod]
    public void AnInputThatIsSaved_IsBoundAsBefore()
    {
        var tensor = new TensorSignature("x", TensorProto.Types.DataType.Float, [new TensorDimension(2, null), new TensorDimension(null, "length")]);
        var input = EveryProperty.Filled(new BoundInput(new MappedColumn("a", tensor), IsScalar: false, Batched: false, []));
        input = input with { Column = new MappedColumn("a", tensor), RowShape = [2, -1] };
        EveryProperty.AssertSurvive(input, PortableMetadata.Input.From(input).Bind(tensor));
    }

    [TestMethod]
    public void OptionsWithAnotherMethod_KeepTheRest()
    {
        var options = EveryProperty.Filled(new QuantizationOptions()) with { Target = QuantizationTarget.TensorRT };
        EveryProperty.AssertSurvive(options, options with { Calibration = CalibrationMethod.MinMax }, "Calibration", "CalibrationSettings");
    }
}
