using System.Text.Json;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.Tests.Quantizing;

/// <summary>A calibration table that was saved takes the place of a calibration.</summary>
[TestClass]
public sealed class SavedCalibrationTests
{
    [TestMethod]
    [DataRow(CalibrationMethod.MinMax, true)]
    [DataRow(CalibrationMethod.Entropy, true)]
    [DataRow(CalibrationMethod.Percentile, true)]
    [DataRow(CalibrationMethod.MeanSquaredError, true)]
    [DataRow(CalibrationMethod.MeanSquaredError, false)]
    public void Run_WithASavedTable_GivesTheSameBytes(CalibrationMethod method, bool corrected)
    {
        QuantizationOptions Options(CalibrationTable? table) => new() { OnlyWhereFaster = false, BiasCorrection = corrected, Calibration = method, Percentile = 99.5, CalibrationTable = table };
        foreach (var (model, shape) in new[] { (SmallModels.Residual(), SmallModels.Image), (SmallModels.Concat(), SmallModels.Image), (SmallModels.Gemm(), SmallModels.Vector) })
        {
            var rows = QuantizerRun.Rows(9, shape);
            var calibrated = QuantizerRun.Quantize(model, rows, Options(null));
            var reused = QuantizerRun.Quantize(model, [], Options(Saved(calibrated.Calibration)));
            CollectionAssert.AreEqual(calibrated.Bytes(), reused.Bytes());
        }
    }

    [TestMethod]
    [DataRow("mobilenetv2_imagenet_fp32.onnx")]
    [DataRow("minibert_sst2_fp32_opset17.onnx")]
    public void Run_WithASavedTableOfARealModel_GivesTheSameBytes(string name)
    {
        string file = SharedAssets.Model(name);
        var rows = name.StartsWith("mini", StringComparison.Ordinal) ? RealData.Sentences("sst2_calib_ids.txt", 10) : RealData.ImageNet("input", "imagenet_calib500", 10);
        var calibrated = PostTrainingQuantizer.Run(file, rows, new QuantizationOptions(), new QuantizerRun.Messages());
        var options = new QuantizationOptions { CalibrationTable = Saved(calibrated.Calibration) };
        CollectionAssert.AreEqual(calibrated.Bytes(), PostTrainingQuantizer.Run(file, [], options, new QuantizerRun.Messages()).Bytes());
    }

    [TestMethod]
    public void Run_WithATable_RecordsTheMethodOfTheTable()
    {
        var rows = QuantizerRun.Rows(3, SmallModels.Image);
        var calibrated = QuantizerRun.Quantize(SmallModels.Conv(), rows, new QuantizationOptions { OnlyWhereFaster = false, Calibration = CalibrationMethod.Percentile, Percentile = 99.5 });
        var reused = QuantizerRun.Quantize(SmallModels.Conv(), [], With(Saved(calibrated.Calibration)));
        Assert.AreEqual("Percentile 99.5", ModelProvenance.Read(reused.Model.Proto)[ModelProvenance.Method]);
        CollectionAssert.AreEqual(calibrated.Bytes(), reused.Bytes());
    }

    [TestMethod]
    public void Run_WithATable_ReadsOnlyTheRowsOfTheReport()
    {
        var rows = QuantizerRun.Rows(200, SmallModels.Image);
        var calibrated = QuantizerRun.Quantize(SmallModels.Residual(), rows);
        int read = 0;
        var messages = new QuantizerRun.Messages();
        using var file = new Pipeline.ModelFile(SmallModels.Residual());
        var reused = PostTrainingQuantizer.Run(
            file.Path, rows.Select(row => { read++; return row; }), With(calibrated.Calibration), messages);

        Assert.AreEqual(0, messages.Rows, "No row was calibrated.");
        Assert.IsTrue(read < 100, $"{read} rows were read.");
        Assert.AreEqual(200, reused.Calibration.Rows);
        var (expected, actual) = (calibrated.Report.Value, reused.Report.Value);
        Assert.AreEqual((expected.EvaluatedRows, expected.Agreement, expected.Sqnr), (actual.EvaluatedRows, actual.Agreement, actual.Sqnr));
        CollectionAssert.AreEqual(expected.Tensors.Select(tensor => tensor.Calibrated.Sqnr).ToArray(), actual.Tensors.Select(tensor => tensor.Calibrated.Sqnr).ToArray());
    }

    [TestMethod]
    public void Report_WithoutRows_SaysWhatWasNotMeasured()
    {
        var table = QuantizerRun.Quantize(SmallModels.Residual(), QuantizerRun.Rows(3, SmallModels.Image)).Calibration;
        var report = QuantizerRun.Quantize(SmallModels.Residual(), [], With(table)).Report.Value;
        Assert.AreEqual(0, report.EvaluatedRows);
        StringAssert.Contains(report.Warnings.Single(), "no rows to run");
        Assert.IsTrue(report.Nodes.All(node => node.IsFused));
        Assert.IsFalse(report.ToString().Contains("Latency ", StringComparison.Ordinal));
        Assert.AreEqual(JsonValueKind.Null, JsonDocument.Parse(report.ToJson()).RootElement.GetProperty("agreement").ValueKind);
    }

    [TestMethod]
    public void Run_RefusesTheTableOfAnotherModel()
    {
        var table = QuantizerRun.Quantize(SmallModels.Conv(), QuantizerRun.Rows(3, SmallModels.Image)).Calibration;
        ErrorAssert.Throws<InvalidOperationException>(() => QuantizerRun.Quantize(SmallModels.ConvRelu(), [], With(table)), "other model", ".onnx'");
    }

    [TestMethod]
    public void Run_NamesTheTensorThatTheTableLacks()
    {
        var excluded = new QuantizationOptions { OnlyWhereFaster = false, ExcludedOperators = ["Conv"] };
        var table = QuantizerRun.Quantize(SmallModels.Conv(), QuantizerRun.Rows(3, SmallModels.Image), excluded).Calibration;
        ErrorAssert.Throws<InvalidOperationException>(() => QuantizerRun.Quantize(SmallModels.Conv(), [], With(table)), "no range of tensor 'x'", "ExcludedOperators");
    }

    [TestMethod]
    public void Run_NamesTheTensorWhoseMeansTheTableLacks()
    {
        var uncorrected = new QuantizationOptions { OnlyWhereFaster = false, BiasCorrection = false };
        var table = QuantizerRun.Quantize(SmallModels.Conv(), QuantizerRun.Rows(3, SmallModels.Image), uncorrected).Calibration;
        ErrorAssert.Throws<InvalidOperationException>(() => QuantizerRun.Quantize(SmallModels.Conv(), [], With(table)), "no channel means of tensor 'x'", "BiasCorrection");
    }

    [TestMethod]
    public void Run_NamesTheTensorWithMeansOfOtherChannels()
    {
        var table = QuantizerRun.Quantize(SmallModels.Conv(), QuantizerRun.Rows(3, SmallModels.Image)).Calibration;
        var edited = new CalibrationTable(table.Tensors, table.Rows, table.ModelHash, table.DataHash, new Dictionary<string, double[]> { ["x"] = [0.5] });
        ErrorAssert.Throws<InvalidOperationException>(() => QuantizerRun.Quantize(SmallModels.Conv(), [], With(edited)), "1 channel means of tensor 'x'", "8 channels");
    }

    private static QuantizationOptions With(CalibrationTable table) => new() { OnlyWhereFaster = false, CalibrationTable = table };

    private static CalibrationTable Saved(CalibrationTable table)
    {
        using var folder = new TemporaryFolder();
        table.Save(folder.File("table.json"));
        return CalibrationTable.Load(folder.File("table.json"));
    }
}
