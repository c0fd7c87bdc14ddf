using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Tests.Rewriting.Equalization;

namespace Microsoft.ML.Quantization.Tests.Quantizing;

/// <summary>What effort does to a model: nothing that held-back rows do not gain from, and the same for the same rows.</summary>
[TestClass]
public class EffortTests
{
    private const int Channels = 8;

    private static readonly QuantizationOptions Default = new() { OnlyWhereFaster = false, Effort = QuantizationEffort.Default };

    [TestMethod]
    public void Default_ComesCloserToFloatOnOtherRows_OrChangesNothing()
    {
        var rows = QuantizerRun.Rows(210, ResidualModels.Image);
        int kept = 0;
        foreach (var (name, model) in ResidualModels.All())
        {
            var fast = Quantize(model.Proto, rows[..180], Default with { Effort = QuantizationEffort.Fast });
            var result = Quantize(model.Proto, rows[..180], Default);
            if (result.Calibration.Steps.On == RecipeStep.None)
            {
                CollectionAssert.AreEqual(fast.Bytes(), result.Bytes(), name);
                continue;
            }

            kept++;
            Assert.IsGreaterThan(Error(model, fast.Model, rows[180..]) + 0.2, Error(model, result.Model, rows[180..]), name);
        }

        Assert.IsGreaterThan(0, kept);
    }

    [TestMethod]
    public void ASavedTable_GivesTheSameBytes()
    {
        var rows = QuantizerRun.Rows(160, ResidualModels.Image);
        foreach (var (name, model) in ResidualModels.All())
        {
            using var folder = new TemporaryFolder();
            var first = Quantize(model.Proto, rows, Default);
            first.Calibration.Save(folder.File("table.json"));
            var again = Quantize(model.Proto, rows, Default with { CalibrationTable = CalibrationTable.Load(folder.File("table.json")) });
            CollectionAssert.AreEqual(first.Bytes(), again.Bytes(), name);
        }
    }

    [TestMethod]
    public void ThreadsAndBatchSizes_ChangeNoByte()
    {
        var rows = QuantizerRun.Rows(160, ResidualModels.Image);
        foreach (var (name, model) in ResidualModels.All())
        {
            var expected = Quantize(model.Proto, rows, Default with { IntraOpThreads = 1, BatchSize = 1 });
            foreach (var (threads, batch) in new[] { (1, 7), (2, 1), (2, 32), (3, 7) })
            {
                var result = Quantize(model.Proto, rows, Default with { IntraOpThreads = threads, BatchSize = batch });
                CollectionAssert.AreEqual(expected.Bytes(), result.Bytes(), $"{name} {threads} {batch}");
                CollectionAssert.AreEqual(expected.Calibration.Steps.Names.ToArray(), result.Calibration.Steps.Names.ToArray(), name);
            }
        }
    }

    [TestMethod]
    public void FewRows_RunOnlyWhatIsExact()
    {
        var (_, model) = ResidualModels.All().First();
        var result = Quantize(model.Proto, QuantizerRun.Rows(100, ResidualModels.Image), Default);
        Assert.AreEqual(RecipeStep.None, result.Calibration.Steps.On & ~RecipeRequest.Exact);
        var passes = result.Report.Value.Passes;
        Assert.IsTrue(passes.All(pass => pass.IsKept == (pass.Name is nameof(QuantizationPasses.ChannelShift) or nameof(QuantizationPasses.Equalization))));
        Assert.HasCount(4, passes);
        StringAssert.Contains(passes.Single(pass => pass.Name == nameof(QuantizationPasses.WeightRounding)).Reason, "fewer than 150");
    }

    [TestMethod]
    public void AnOverfit_IsRefused()
    {
        // A channel that is next to nothing but in the rows that are held back: in units that suit the others, these are cut off.
        var random = new Random(5);
        TensorValue[][] rows = [.. Enumerable.Range(0, 180).Select(row => new TensorValue[]
        {
            new("x", Enumerable.Range(0, Channels * 64).Select(i => (float)(random.NextDouble() * (i < 64 && row % 3 != 1 ? 0.02 : 5))).ToArray(), [1, Channels, 8, 8]),
        })];
        var report = Quantize(OneClip(), rows, Default).Report.Value;
        var pass = report.Passes.Single(pass => pass is { Name: nameof(QuantizationPasses.Equalization), Group: "" });
        Assert.IsFalse(pass.IsKept, pass.ToString());
        Assert.IsLessThan(0, pass.Gain);
        StringAssert.Contains(pass.Reason, "further from FP32's");
    }

    private static ModelProto OneClip()
    {
        float[] identity = [.. Enumerable.Range(0, Channels * Channels).Select(i => i % (Channels + 1) == 0 ? 1f : 0)];
        return new ModelBuilder(13).Input("x", 1, Channels, 8, 8).Weights("zero", [0f]).Weights("six", [6f]).Weights("w1", identity, Channels, Channels, 1, 1)
            .Weights("w2", QuantizerRun.Uniform(new Random(7), Channels * Channels * 9), Channels, Channels, 3, 3)
            .Node("Conv", "x w1", "a").Node("Clip", "a zero six", "c").Node("Conv", "c w2", "y").Output("y").Build();
    }

    private static QuantizationResult Quantize(ModelProto model, TensorValue[][] rows, QuantizationOptions options) => QuantizerRun.Quantize(model, rows, options);

    private static double Error(OnnxModel model, OnnxModel quantized, TensorValue[][] rows)
    {
        using var expected = new SampleRun(model);
        using var actual = new SampleRun(quantized);
        return OutputComparison.Run(expected, actual, rows).Outputs.Min(output => output.Sqnr);
    }
}
