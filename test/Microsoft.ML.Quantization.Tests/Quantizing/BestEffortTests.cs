using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Tests.Pipeline;
using Microsoft.ML.Quantization.Tests.Rewriting.Equalization;

namespace Microsoft.ML.Quantization.Tests.Quantizing;

/// <summary>The searches of the best effort: kept where held-back rows gain, the same in every run.</summary>
[TestClass]
public class BestEffortTests
{
    private const int Values = 64;
    private const int Outputs = 8;

    private static readonly QuantizationOptions Best = new() { OnlyWhereFaster = false, Effort = QuantizationEffort.Best };

    /// <summary>Only ranges are searched: no other pass mends them before.</summary>
    private static readonly QuantizationOptions Descent = Best with
    {
        Passes = new QuantizationPasses { ConsumerRanges = false, Equalization = false, ChannelShift = false, WeightRounding = false },
    };

    [TestMethod]
    public void RangesThatReadersCareLittleFor_AreNarrowed()
    {
        var rows = Rows(340, _ => false);
        var before = Quantize(Model(), rows[..300], Descent with { Effort = QuantizationEffort.Fast });
        var after = Quantize(Model(), rows[..300], Descent);
        var pass = after.Report.Value.Passes.Single();
        Assert.IsTrue(pass is { Name: nameof(QuantizationPasses.RangeDescent), IsKept: true, Gain: > 3, Seconds: > 0 }, pass.ToString());
        Assert.IsGreaterThan(Error(before, rows[300..]) + 3, Error(after, rows[300..]));
        Assert.IsTrue(after.Calibration.TryGetTensor("r", out var tensor) && tensor.High < 3 && tensor.Reason.Contains("in place of", StringComparison.Ordinal), tensor?.Reason);
    }

    /// <summary>Integers alone come out: there is nothing to search ranges by, and no reason to fail.</summary>
    [TestMethod]
    public void AModelWithoutOutputsOfNumbers_IsQuantized()
    {
        var random = new Random(3);
        var model = new ModelBuilder(17).Input("x", -1, Values).Weights("w", QuantizerRun.Uniform(random, Values * Outputs), Values, Outputs).Weights("b", new float[Outputs], Outputs)
            .Node("Gemm", "x w b", "g").Node("Round", "g", "r").Node("Cast", "r", "y", ("to", (int)TensorProto.Types.DataType.Int64)).Output("y", TensorProto.Types.DataType.Int64).Build();
        var result = QuantizerRun.Quantize(model, QuantizerRun.Rows(310, 1, Values), Best);
        Assert.AreEqual(310, result.Calibration.Rows);
        Assert.HasCount(1, result.Nodes("Gemm"));
    }

    [TestMethod]
    public void AnOverfit_IsRefused()
    {
        // What readers care for is small, but in the rows that are held back.
        var rows = Rows(300, row => row % 3 == 1);
        var result = Quantize(Model(), rows, Descent);
        var pass = result.Report.Value.Passes.Single();
        Assert.IsTrue(pass is { IsKept: false, Gain: < -3 }, pass.ToString());
        CollectionAssert.AreEqual(Quantize(Model(), rows, Descent with { Effort = QuantizationEffort.Fast }).Bytes(), result.Bytes());

        // Who asks for it gets it.
        var forced = Quantize(Model(), rows, Descent with { Passes = Descent.Passes with { RangeDescent = true } });
        Assert.AreEqual(RecipeStep.RangeDescent, forced.Calibration.Steps.On);
        CollectionAssert.AreNotEqual(result.Bytes(), forced.Bytes());
    }

    [TestMethod]
    [DataRow(299, true)]
    [DataRow(300, false)]
    public void FewRows_AreNotSearchedOn(int count, bool isRefused)
    {
        var pass = Quantize(Model(), Rows(count, _ => false), Descent).Report.Value.Passes.Single();
        Assert.AreEqual(isRefused, pass.Reason.Contains("from 300 calibration rows on", StringComparison.Ordinal), pass.ToString());
        Assert.AreNotEqual(isRefused, pass.IsKept);
    }

    [TestMethod]
    public void AMethodThatWasAskedFor_KeepsItsRanges()
    {
        var options = Best with { Calibration = CalibrationMethod.MinMax };
        Assert.IsFalse(Quantize(Model(), Rows(300, _ => false), options).Report.Value.Passes.Any(pass => pass.Name == nameof(QuantizationPasses.RangeDescent)));
    }

    /// <summary>Twice, on one thread and on three, and from a saved table.</summary>
    [TestMethod]
    public void Bytes_AreTheSame()
    {
        using var folder = new TemporaryFolder();
        (string Name, ModelProto Model, TensorValue[][] Rows)[] cases =
            [("planted", Model(), Rows(300, _ => false)), .. ResidualModels.All().Select(one => (one.Name, one.Model.Proto, QuantizerRun.Rows(300, ResidualModels.Image)))];
        int searched = 0;
        foreach (var (name, model, rows) in cases)
        {
            var first = Quantize(model, rows, Best with { IntraOpThreads = 1 });
            CollectionAssert.AreEqual(first.Bytes(), Quantize(model, rows, Best with { IntraOpThreads = 3 }).Bytes(), name);
            first.Calibration.Save(folder.File("table.json"));
            var table = CalibrationTable.Load(folder.File("table.json"));
            CollectionAssert.AreEqual(first.Bytes(), Quantize(model, rows[..2], Best with { CalibrationTable = table }).Bytes(), name);
            searched += first.Calibration.Steps.Has(RecipeStep.RangeDescent) ? 1 : 0;
        }

        Assert.IsGreaterThan(0, searched);
    }

    [TestMethod]
    public void Cancellation_EndsTheSearch()
    {
        using var source = new CancellationTokenSource();
        var messages = new CancelledAtStep(source);
        using var file = new ModelFile(Model());
        Assert.ThrowsExactly<OperationCanceledException>(() => PostTrainingQuantizer.Run(file.Path, Rows(300, _ => false), Descent with { CancellationToken = source.Token }, messages));
        Assert.AreEqual(1, messages.Steps);
    }

    /// <summary>Half of the values are large, and next to nothing is made of them.</summary>
    private static ModelProto Model()
    {
        // No multiples of each other: rounding twice to the same grid would be rounding once.
        float[] diagonal = [.. Enumerable.Range(0, Values * Values).Select(i => i % (Values + 1) == 0 ? 1.41f - (0.0093f * (i % Values)) : 0)];
        float[] weights = QuantizerRun.Uniform(new Random(7), Values * Outputs);
        return new ModelBuilder(13).Input("x", 1, Values).Weights("w1", diagonal, Values, Values)
            .Weights("w2", [.. weights.Select((value, i) => i / Outputs < Values / 2 ? value * 0.0002f : value)], Values, Outputs)
            .Node("Gemm", "x w1", "a").Node("Relu", "a", "r").Node("Gemm", "r w2", "y").Output("y").Build();
    }

    private static TensorValue[][] Rows(int count, Func<int, bool> isLarge)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(row => new TensorValue[]
        {
            new("x", Enumerable.Range(0, Values).Select(i => (float)(random.NextDouble() * (i < Values / 2 || isLarge(row) ? 5 : 0.1))).ToArray(), [1, Values]),
        })];
    }

    private static QuantizationResult Quantize(ModelProto model, TensorValue[][] rows, QuantizationOptions options) => QuantizerRun.Quantize(model, rows, options);

    private static double Error(QuantizationResult result, TensorValue[][] rows)
    {
        using var expected = new SampleRun(new OnnxModel(Model(), "test.onnx"));
        using var actual = new SampleRun(result.Model);
        return OutputComparison.Run(expected, actual, rows).Sqnr;
    }

    private sealed class CancelledAtStep(CancellationTokenSource source) : IQuantizationProgress
    {
        public int Steps { get; private set; }

        public void RowCalibrated(long rows)
        {
        }

        public void Message(string text)
        {
        }

        public void Warning(string text)
        {
        }

        public void Step(string what, long done, long total)
        {
            Steps++;
            source.Cancel();
        }
    }
}
