using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Rewriting.Equalization;

/// <summary>The pass, through the whole quantizer.</summary>
[TestClass]
public sealed class EqualizationPassTests
{
    private static readonly QuantizationOptions Plain = new() { OnlyWhereFaster = false, Effort = QuantizationEffort.Fast };

    private static readonly QuantizationOptions Equalized = Plain with { Passes = new QuantizationPasses { Equalization = true, ChannelShift = true, ConsumerRanges = true } };

    private static ModelProto Chain => ResidualModels.All().First().Model.Proto;

    private static TensorValue[][] Rows => QuantizerRun.Rows("x", 24, -2, 2, ResidualModels.Image);

    [TestMethod]
    public void Quantize_BringsAResidualChainCloserToTheModelAsItWas()
    {
        double without = Sqnr(QuantizerRun.Quantize(Chain, Rows, Plain));
        double with = Sqnr(QuantizerRun.Quantize(Chain, Rows, Equalized));
        Assert.IsGreaterThan(without + 1.5, with, $"{without:0.0} dB before");
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    public void Quantize_TakesUnevenGainsOutOfNormalizations(int which)
    {
        var model = ResidualModels.Normalized().ElementAt(which).Model;
        var rows = QuantizerRun.Rows("x", 40, -2, 2, 1, 5, ResidualModels.Channels);
        using var source = new SampleRun(model);
        double Measure(QuantizationOptions options)
        {
            using var run = new SampleRun(QuantizerRun.Quantize(model.Proto, rows, options).Model);
            return OutputComparison.Run(source, run, rows).Sqnr;
        }

        double without = Measure(Plain);
        Assert.IsGreaterThan(without + 10, Measure(Equalized), $"{without:0.0} dB before");
    }

    [TestMethod]
    public void Quantize_TakesUnevenGainsOutOfABatchNormalization()
    {
        var model = ResidualModels.Normalized().Single(one => one.Name == "batch normalization").Model;
        var rows = QuantizerRun.Rows("x", 40, -2, 2, ResidualModels.Image);
        using var source = new SampleRun(model);
        double Measure(QuantizationOptions options)
        {
            using var run = new SampleRun(QuantizerRun.Quantize(model.Proto, rows, options).Model);
            return OutputComparison.Run(source, run, rows).Sqnr;
        }

        double without = Measure(Plain);
        Assert.IsGreaterThan(without + 3, Measure(Equalized), $"{without:0.0} dB before");
    }

    [TestMethod]
    public void Quantize_WithTheSavedTable_GivesTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        var result = QuantizerRun.Quantize(Chain, Rows, Equalized);
        Assert.IsNotEmpty(result.Calibration.Equalization);
        result.Calibration.Save(folder.File("table.json"));
        var table = CalibrationTable.Load(folder.File("table.json"));
        CollectionAssert.AreEqual(result.Bytes(), QuantizerRun.Quantize(Chain, [], Equalized with { CalibrationTable = table }).Bytes());
        table.Save(folder.File("again.json"));
        CollectionAssert.AreEqual(File.ReadAllBytes(folder.File("table.json")), File.ReadAllBytes(folder.File("again.json")));
    }

    [TestMethod]
    public void Quantize_GivesTheSameBytesForAnyThreadsAndOrder()
    {
        byte[] expected = Bytes(QuantizerRun.Quantize(Chain, Rows, Equalized with { IntraOpThreads = 1 }));
        CollectionAssert.AreEqual(expected, Bytes(QuantizerRun.Quantize(Chain, Rows, Equalized with { IntraOpThreads = 3 })));
        CollectionAssert.AreEqual(expected, Bytes(QuantizerRun.Quantize(Chain, [.. Rows.Reverse()], Equalized)));
    }

    [TestMethod]
    public void Quantize_WithATableOfAnotherModel_NamesTheTensor()
    {
        var table = QuantizerRun.Quantize(Chain, Rows, Equalized).Calibration;
        using var file = new ModelFile(Chain);
        using var model = ObservedModel.Create(file.Path, Rows, [Plain], new QuantizerRun.Messages());
        var wrong = table.Equalization[0] with { Factors = [2], Shifts = null };
        ErrorAssert.Throws<InvalidOperationException>(() => model.Channels.Write([wrong]), $"'{wrong.Name}'");
    }

    [TestMethod]
    public void Quantize_KeepsRangesOfTheModelForOtherTools()
    {
        using var folder = new TemporaryFolder();
        Save(QuantizerRun.Quantize(Chain, Rows, Plain).Calibration, "plain");
        var table = QuantizerRun.Quantize(Chain, Rows, Equalized).Calibration;
        Save(table, "equalized");
        table.Save(folder.File("table.json"));
        Save(CalibrationTable.Load(folder.File("table.json")), "again");
        foreach (string name in new[] { "equalized", "again" })
        {
            Assert.AreEqual(Scales("plain")["s"], Scales(name)["s"], "Tensor 's' is scaled and shifted in the INT8 model, not in the one that others read.");
        }

        void Save(CalibrationTable saved, string name) => saved.SaveTensorRTCache(folder.File(name));
        Dictionary<string, string> Scales(string name) => File.ReadLines(folder.File(name)).Skip(1).Select(line => line.Split(": ")).ToDictionary(parts => parts[0], parts => parts[1]);
    }

    /// <summary>A quarter of the channels is next to zero everywhere, as where BatchNormalization has a gamma of nothing.</summary>
    [TestMethod]
    public void Quantize_DoesNotBlowUpDeadChannels()
    {
        var model = Chain;
        foreach (var weights in model.Graph.Initializer.Where(tensor => tensor.Dims.Count == 4).ToArray())
        {
            float[] values = TensorData.Floats(weights);
            int row = values.Length / ResidualModels.Channels;
            model.Graph.Change(weights.Name, _ => [.. values.Select((value, i) => i / row % 4 == 1 ? value * 1e-6f : value)]);
        }

        using var source = new SampleRun(new OnnxModel(model, "test.onnx"));
        double without = Sqnr(QuantizerRun.Quantize(model, Rows, Plain), source);
        double with = Sqnr(QuantizerRun.Quantize(model, Rows, Equalized), source);
        Assert.IsGreaterThan(without, with);
        Assert.IsLessThanOrEqualTo(64f, QuantizerRun.Quantize(model, Rows, Equalized).Calibration.Equalization.SelectMany(tensor => tensor.Factors ?? [1]).Max());
    }

    private static double Sqnr(QuantizationResult result)
    {
        using var source = new SampleRun(new OnnxModel(Chain, "test.onnx"));
        return Sqnr(result, source);
    }

    private static double Sqnr(QuantizationResult result, SampleRun source)
    {
        using var run = new SampleRun(result.Model);
        return OutputComparison.Run(source, run, Rows).Sqnr;
    }

    /// <summary>Without what it was made from, which tells the order of rows.</summary>
    private static byte[] Bytes(QuantizationResult result)
    {
        result.Model.Proto.MetadataProps.Clear();
        return result.Bytes();
    }
}
