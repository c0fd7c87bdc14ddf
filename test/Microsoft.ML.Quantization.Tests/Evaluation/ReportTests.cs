using System.Text.Json;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;

namespace Microsoft.ML.Quantization.Tests.Evaluation;

[TestClass]
public sealed class ReportTests
{
    [TestMethod]
    public void Report_MeasuresBothModels()
    {
        var report = QuantizerRun.Quantize(SmallModels.Residual(), QuantizerRun.Rows(6, SmallModels.Image)).Report.Value;
        Assert.AreEqual(6, report.EvaluatedRows);
        Assert.IsTrue(report.Sqnr is > 25 and < 70, $"{report.Sqnr} dB");
        Assert.IsTrue(report.FloatLatency > TimeSpan.Zero && report.QuantizedLatency > TimeSpan.Zero);
        Assert.IsTrue(report.Nodes.All(node => node.IsQuantized && node.IsFused));
        Assert.IsTrue(report.Tensors.All(tensor => tensor.Scale > 0 && tensor.Calibrated is { Sqnr: > 25, Low: <= 0, High: > 0 }));
        StringAssert.Contains(report.ToString(), "INT8 nodes     6 of 6, 6 run on INT8 values");
    }

    [TestMethod]
    [DataRow(true, false)]
    [DataRow(false, true)]
    public void Report_WarnsWhereSumsCanSaturate(bool avoid, bool warns)
    {
        var options = new QuantizationOptions { Target = avoid ? QuantizationTarget.OnnxRuntimeX86 : QuantizationTarget.OnnxRuntimeX86Vnni, OnlyWhereFaster = false };
        var report = QuantizerRun.Quantize(SmallModels.Residual(), QuantizerRun.Rows(3, SmallModels.Image), options).Report.Value;
        Assert.AreEqual(warns, report.Warnings.Any(warning => warning.Contains("saturate on x86 CPUs without VNNI", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void ToJson_HoldsEveryNodeAndTensor()
    {
        var report = QuantizerRun.Quantize(SmallModels.Residual(), QuantizerRun.Rows(3, SmallModels.Image)).Report.Value;
        using var json = JsonDocument.Parse(report.ToJson());
        Assert.AreEqual(report.Nodes.Count, json.RootElement.GetProperty("nodes").GetArrayLength());
        Assert.AreEqual(report.Tensors.Count, json.RootElement.GetProperty("tensors").GetArrayLength());
        Assert.AreEqual(report.Sqnr, json.RootElement.GetProperty("sqnrDecibels").GetDouble());
    }

    [TestMethod]
    public void ToJson_WritesInfinityAsNull()
    {
        using var json = JsonDocument.Parse(new QuantizationReport { Sqnr = double.PositiveInfinity }.ToJson());
        Assert.AreEqual(JsonValueKind.Null, json.RootElement.GetProperty("sqnrDecibels").ValueKind);
    }

    [TestMethod]
    public void FusedNodes_TellsAQuantizedModelFromAFloatOne()
    {
        var rows = QuantizerRun.Rows(3, SmallModels.Image);
        var result = QuantizerRun.Quantize(SmallModels.ConvRelu(), rows);
        string name = result.Nodes("Conv").Single().Name;
        var plan = new NodePlan(name, "Conv", NodeRole.Convolution, "");
        Assert.IsTrue(FusedNodes.Read(result.Model).Contains(plan));
        var plain = SmallModels.Conv();
        plain.Graph.Node[0].Name = name;
        Assert.IsFalse(FusedNodes.Read(new OnnxModel(plain, "test.onnx")).Contains(plan));
    }

    [TestMethod]
    public void OutputComparison_CountsAgreementAndNoise()
    {
        var rows = QuantizerRun.Rows(4, SmallModels.Vector);
        using var first = new SampleRun(new OnnxModel(SmallModels.Gemm(), "test.onnx"));
        using var other = new SampleRun(new OnnxModel(SmallModels.Gemm(-1, -1), "test.onnx"));
        var same = OutputComparison.Run(first, first, rows);
        Assert.AreEqual((4, 1.0, double.PositiveInfinity), (same.Rows, same.Agreement, same.Sqnr));
        var opposite = OutputComparison.Run(first, other, rows);
        Assert.AreEqual(0.0, opposite.Agreement);
        Assert.AreEqual(10 * Math.Log10(0.25), opposite.Sqnr, 1e-6);
    }
}
