using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Evaluation;

/// <summary>What a fit says, with default options, of models that INT8 breaks, and that it says nothing of sound ones.</summary>
[TestClass]
public sealed class FitCheckTests
{
    [TestMethod]
    public void GainsFarApart_AreWarnedOf() => Check(
        UnsoundModels.Gains, 1, 60, UnsoundModels.Rows(48), UnsoundModels.Rows(48), "tensor 'normal' (made by LayerNormalization", "a quarter of its values are smaller than", "ExcludedNodes");

    [TestMethod]
    public void UnscaledColumns_AreWarnedOf() => Check(
        UnsoundModels.Columns, 1, 10_000, UnsoundModels.Rows(48), UnsoundModels.Rows(48, UnsoundModels.Widths(10_000)), "tensor 'x' (an input of the model)", "a quarter of its values are smaller than", "ExcludedNodes");

    [TestMethod]
    public void InputsFarFromZero_AreWarnedOf() => Check(
        offset => UnsoundModels.Offset((float)offset), 0, 1000, UnsoundModels.Rows(48), UnsoundModels.Rows(48, offset: 1000), "tensor 'x' (an input of the model)", "INT8's range has to include 0", "ExcludedNodes");

    [TestMethod]
    public void InputsOfAConcatFarApart_AreWarnedOf() => Check(
        spread => UnsoundModels.Concat((float)spread), 1, 100, UnsoundModels.ImageRows(16), UnsoundModels.ImageRows(16), "tensor 'both' (made by Concat", "CrossLayerEqualization", "ExcludedNodes");

    [TestMethod]
    public void ChannelsFarApartUnderOneScale_AreWarnedOf()
    {
        var options = new QuantizationOptions { PerChannel = false };
        var warnings = Warnings(UnsoundModels.Columns(1_000_000), UnsoundModels.Rows(48, UnsoundModels.Widths(1_000_000)), options, out _);
        ErrorAssert.Names(warnings.Single(warning => warning.Contains("far from FP32's", StringComparison.Ordinal)), "PerChannel", "Sensitivity");
    }

    [TestMethod]
    public void Fit_SaysItInTheLogAndInTheReport()
    {
        var context = new MLContext(1);
        var messages = new LogMessages(context);
        using var file = new ModelFile(UnsoundModels.Offset(1000));
        var rows = UnsoundModels.Rows(48, offset: 1000).Select((row, i) => new PipelineData.TableRow { Id = i, X = (float[])row[0].Values });
        using var model = context.Transforms.Quantize(file.Path).Fit(PipelineData.Table(context, rows.ToArray(), 64));
        messages.AssertHolds("Output 'y' of the INT8 model is far from FP32's", "MaxAccuracyLoss", "Sensitivity");
        Assert.IsTrue(model.Report!.Warnings.Any(warning => warning.Contains("Output 'y' of the INT8 model is far from FP32's", StringComparison.Ordinal)));
    }

    /// <summary>The default effort mends by itself what is to be warned of.</summary>
    private static QuantizationOptions Plain => new() { Effort = QuantizationEffort.Fast };

    [TestMethod]
    public void OutputsOfIntegers_AreCompared()
    {
        var sound = Chooser(UnsoundModels.Columns(1));
        Assert.IsEmpty(Warnings(sound, UnsoundModels.Rows(20), new QuantizationOptions(), out var report));
        Assert.IsTrue(report.Agreement > 0.9 && double.IsNaN(report.Sqnr), $"{report.Agreement:P0}, {report.Sqnr}");
        StringAssert.Contains(report.ToString(), "output SQNR not measured");
        var warnings = Warnings(Chooser(UnsoundModels.Columns(10_000)), UnsoundModels.Rows(20, UnsoundModels.Widths(10_000)), new QuantizationOptions(), out _);
        ErrorAssert.Names(warnings.Single(warning => warning.Contains("far from FP32's", StringComparison.Ordinal)), "Output 'class'", "of the rows agree", "tensor 'x'");
    }

    private static ModelProto Chooser(ModelProto model)
    {
        model.Graph.Node.Add(Onnx.ModelBuilder.MakeNode("ArgMax", "y", "class", ("axis", 1)));
        model.Graph.Output.Clear();
        model.Graph.Output.Add(Onnx.ModelBuilder.Value("class", TensorProto.Types.DataType.Int64, null));
        return model;
    }

    private static void Check(Func<double, ModelProto> model, double sound, double unsound, TensorValue[][] soundRows, TensorValue[][] unsoundRows, params string[] parts)
    {
        var before = Warnings(model(sound), soundRows, Plain, out var good);
        Assert.IsFalse(before.Concat(good.Warnings).Any(warning => warning.Contains("far from FP32's", StringComparison.Ordinal)), string.Join('\n', before));
        Assert.IsTrue(good.Nodes.Any(node => node.IsQuantized) && good.Sqnr > 25, $"{good.Sqnr} dB");
        var after = Warnings(model(unsound), unsoundRows, Plain, out var report);
        string warning = after.Single(text => text.Contains("far from FP32's", StringComparison.Ordinal));
        ErrorAssert.Names(warning, [.. parts, "Output 'y'", " dB", "budget", "Sensitivity"]);
        ErrorAssert.Names(report.Warnings.Single(text => text.Contains("far from FP32's", StringComparison.Ordinal)), parts);
        Assert.IsLessThan(15.0, report.Sqnr);
    }

    private static List<string> Warnings(ModelProto model, TensorValue[][] rows, QuantizationOptions options, out QuantizationReport report)
    {
        var messages = new QuantizerRun.Messages();
        var result = QuantizerRun.Quantize(model, rows, options, messages);
        result.Check!.Run(messages, 2, default);
        report = result.Report.Value;
        return messages.Warnings;
    }
}
