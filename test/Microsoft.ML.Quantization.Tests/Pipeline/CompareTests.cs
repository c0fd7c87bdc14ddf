using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Comparison;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

[TestClass]
public sealed class CompareTests : IDisposable
{
    private const int Inputs = 16;
    private const int Classes = 4;

    private readonly MLContext _context = new(1);
    private readonly ModelFile _file = new(Classifier());

    public void Dispose() => _file.Dispose();

    [TestMethod]
    public void Compare_ReadsEachViewOnce()
    {
        int calibrated = 0;
        int validated = 0;
        var messages = new LogMessages(_context);
        var comparison = _context.Quantization().Compare(View(Rows(60, 1, () => calibrated++)), View(Rows(200, 2, () => validated++)), _file.Path, "Label", Everything());
        Assert.AreEqual((60, 200), (calibrated, validated));
        Assert.AreEqual((60L, 200L), (comparison.CalibrationRows, comparison.Rows));
        messages.AssertHolds($"Compared {CalibrationRules.All.Count + 5} methods on 200 rows", "Take ");
    }

    [TestMethod]
    public void Compare_FillsTheTableForFloatAndEveryMethod()
    {
        var comparison = Compare("Label", new QuantizationComparisonOptions { Quantization = QuantizerRun.Everything });
        CollectionAssert.AreEqual(
            (string[])["FP32", .. CalibrationRules.All.OrderBy(rule => rule.Method).Select(rule => rule.Name), "auto", "mean sq. error, per tensor", "dynamic", "default effort", "best effort"], comparison.Methods.Select(method => method.Name).ToArray());
        Assert.AreEqual("MicroAccuracy", comparison.MetricName);
        Assert.AreEqual((1.0, 0.0, 1.0), (comparison.Methods[0].Accuracy, comparison.Methods[0].Loss, comparison.Methods[0].LatencyRatio));
        foreach (var method in comparison.Methods.Skip(1))
        {
            Assert.IsNull(method.Error);
            Assert.AreEqual(1 - method.Accuracy, method.Loss, 1e-12);
            Assert.IsTrue(method.LossInterval.Contains(method.Loss), $"{method}: {method.LossInterval}");
            Assert.AreEqual(method.Accuracy, method.Agreement, 1e-12, "labels are what FP32 says");
            Assert.IsTrue(method.Sqnr is > 20 and < 80, $"{method.Sqnr}");
            Assert.IsTrue(method.Latency > TimeSpan.Zero && method.LatencyRatioInterval.Contains(method.LatencyRatio) && method.RowsPerSecond > 0);
            Assert.IsTrue(method.Bytes > 0 && method.MakingTime > TimeSpan.Zero);
            Assert.IsTrue(method.Effort.Length > 0);
        }

        foreach (var method in comparison.Methods.Skip(1))
        {
            Assert.IsTrue(method.DecidingLossInterval.Low < method.LossInterval.Low && method.DecidingLossInterval.High > method.LossInterval.High, $"{method.DecidingLossInterval}");
            Assert.IsTrue(method.DecidingRatioInterval.Low <= method.LatencyRatioInterval.Low && method.DecidingRatioInterval.Level > 0.997);
        }

        StringAssert.Contains(comparison.ToString(), $"all comparisons of these {comparison.Methods.Count} together");
        StringAssert.Contains(comparison.ToHtml(), $"all comparisons of these {comparison.Methods.Count} together");
        CollectionAssert.Contains(comparison.Methods.ToArray(), comparison.Recommended);
        Assert.HasCount(4, comparison.Layers);
        Assert.IsTrue(comparison.ObservationTime > TimeSpan.Zero);
    }

    /// <summary>No two lines are the same model, whatever the options ask for.</summary>
    [TestMethod]
    public void Compare_MakesEveryModelOnce()
    {
        foreach (var (options, efforts) in new (QuantizationOptions, string[])[]
        {
            (new() { Effort = QuantizationEffort.Fast }, []), (new(), ["default effort", "best effort"]), (new() { Calibration = CalibrationMethod.Entropy, Effort = QuantizationEffort.Fast }, []),
            (new() { CrossLayerEqualization = true }, ["default effort", "best effort"]), (new() { PerChannel = false, Calibration = CalibrationMethod.Entropy }, ["fast effort", "default effort", "best effort"]),
        })
        {
            var candidates = DefaultCandidates.Create(options).Cast<PostTrainingCandidate>().ToArray();
            CollectionAssert.AllItemsAreUnique(Array.ConvertAll(candidates, candidate => candidate.Options), $"{options}");
            CollectionAssert.AreEqual(efforts, candidates.Select(candidate => candidate.Name).Where(name => name.EndsWith(" effort", StringComparison.Ordinal)).ToArray());
            Assert.Contains(candidate => candidate.Options == options with { Effort = QuantizationEffort.Fast, Calibration = options.Calibration }, candidates, $"{options}");
        }
    }

    [TestMethod]
    public void Compare_OnTheRowsOfTheCalibration_SaysSo()
    {
        const string Said = "rows that they were calibrated on";
        var options = Everything(QuantizationCandidate.PostTraining("min-max", QuantizerRun.MinMax));
        var same = _context.Quantization().Compare(View(Rows(60, 1)), View(Rows(60, 1)), _file.Path, "Label", options);
        StringAssert.Contains(same.ToString().ReplaceLineEndings(" "), Said);
        StringAssert.Contains(same.ToMarkdown(), Said);
        foreach (var others in new[] { Rows(60, 2), Rows(61, 1), Rows(59, 1) })
        {
            var comparison = _context.Quantization().Compare(View(Rows(60, 1)), View(others), _file.Path, "Label", options);
            Assert.IsFalse(comparison.ToString().ReplaceLineEndings(" ").Contains(Said, StringComparison.Ordinal), $"{comparison}");
            Assert.IsFalse(comparison.ToHtml().Contains(Said, StringComparison.Ordinal));
        }
    }

    /// <summary>What a row says is what Quantize and Evaluate give for its options.</summary>
    [TestMethod]
    public void Compare_SaysWhatQuantizeAndEvaluateSay()
    {
        var comparison = Compare("Label", Everything());
        foreach (var method in comparison.Methods.Skip(1))
        {
            using var model = _context.Transforms.Quantize(_file.Path, method.Options).Fit(View(Rows(60, 1)));
            var evaluation = _context.Quantization().Evaluate(View(Rows(200, 2)), model, "Label");
            Assert.AreEqual(evaluation.ToJson(), method.Evaluation!.ToJson(), method.Name);
        }
    }

    [TestMethod]
    public void Compare_ReadsCalibrationRowsAgainForEqualizedModels()
    {
        int calibrated = 0;
        var options = new QuantizationComparisonOptions
        {
            HalfOfTiming = BriefTiming.Limits,
            Candidates = [QuantizationCandidate.PostTraining("plain", Loose()), QuantizationCandidate.PostTraining("equalized", Loose(equalized: true)), QuantizationCandidate.PostTraining("equalized, per tensor", Loose(equalized: true, perChannel: false))],
        };
        var comparison = _context.Quantization().Compare(View(Rows(60, 1, () => calibrated++)), View(Rows(200, 2)), _file.Path, "Label", options);
        Assert.AreEqual(120, calibrated);
        Assert.IsTrue(comparison.Methods.All(method => method.Error == null));
        Assert.AreNotEqual(comparison.Methods[1].Sqnr, comparison.Methods[2].Sqnr);

        static QuantizationOptions Loose(bool equalized = false, bool perChannel = true) => new() { OnlyWhereFaster = false, CrossLayerEqualization = equalized, PerChannel = perChannel };
    }

    [TestMethod]
    public void Compare_WithoutLabels_GoesByAgreement()
    {
        var comparison = Compare(null, Everything());
        Assert.AreEqual("agreement with FP32", comparison.MetricName);
        var method = comparison.Methods[1];
        Assert.AreEqual((1 - method.Agreement, method.Agreement), (method.Loss, method.Accuracy));
        Assert.IsTrue(method.LossInterval.High > method.Loss && method.LossInterval.High < 0.2, $"{method.LossInterval}");
    }

    [TestMethod]
    public void Compare_OfACandidateThatFails_ReportsItAndGoesOn()
    {
        var messages = new LogMessages(_context);
        var comparison = Compare("Label", Everything(new FailingCandidate(new InvalidOperationException("no such luck")), QuantizationCandidate.PostTraining("entropy", new QuantizationOptions { OnlyWhereFaster = false, Calibration = CalibrationMethod.Entropy })));
        Assert.AreEqual("no such luck", comparison.Methods[1].Error);
        Assert.IsNull(comparison.Methods[2].Error);
        Assert.AreEqual("entropy", comparison.Recommended.Name);
        Assert.IsTrue(messages.Warnings.Any(text => text.Contains("'failing'", StringComparison.Ordinal) && text.Contains("no such luck", StringComparison.Ordinal)));
        StringAssert.Contains(comparison.ToHtml(), "no such luck");
    }

    [TestMethod]
    public void Compare_OfAModelThatGivesNaN_ReportsItAndGoesOn()
    {
        var comparison = Compare("Label", Everything(new SpoiltCandidate(), QuantizationCandidate.PostTraining("min-max", QuantizerRun.MinMax)));
        ErrorAssert.Names(comparison.Methods[1].Error!, "NaN", "'y'");
        Assert.AreEqual("min-max", comparison.Recommended.Name);
    }

    [TestMethod]
    public void Compare_WhereAllFail_StaysWithFloat()
    {
        var comparison = Compare("Label", Everything(new FailingCandidate(new InvalidOperationException("no such luck"))));
        Assert.AreSame(comparison.Methods[0], comparison.Recommended);
        Assert.IsNull(comparison.Report);
        StringAssert.Contains(comparison.ToString(), "failed: no such luck");
    }

    [TestMethod]
    public void Compare_Stops()
    {
        using var stop = new CancellationTokenSource();
        var options = Everything(stop.Token);
        int read = 0;
        Assert.ThrowsExactly<OperationCanceledException>(() => _context.Quantization().Compare(
            View(Rows(60, 1)), View(Rows(5000, 2, () => _ = ++read == 10 ? Cancel(stop) : 0)), _file.Path, "Label", options));
        Assert.IsLessThan(5000, read);
        Assert.ThrowsExactly<OperationCanceledException>(() => Compare("Label", options));
        Assert.ThrowsExactly<OperationCanceledException>(() => Compare("Label", Everything(new FailingCandidate(new OperationCanceledException()))));
    }

    [TestMethod]
    public void Compare_OfNoRows_IsRefused()
    {
        ErrorAssert.Throws<InvalidOperationException>(() => _context.Quantization().Compare(View([]), View(Rows(9, 2)), _file.Path, "Label", Everything()), "calibration data has no rows");
        ErrorAssert.Throws<InvalidOperationException>(() => _context.Quantization().Compare(View(Rows(9, 2)), View([]), _file.Path, "Label", Everything()), "evaluation data has no rows");
    }

    [TestMethod]
    public void Compare_TakesColumnsOfAnyName()
    {
        IDataView Renamed(IDataView view) => _context.Transforms.CopyColumns("Features", "x").Append(_context.Transforms.DropColumns("x")).Fit(view).Transform(view);
        var (calibration, validation) = (Renamed(View(Rows(60, 1))), Renamed(View(Rows(200, 2))));
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => _context.Quantization().Compare(calibration, validation, _file.Path, "Label", Everything()), "'x'");
        var comparison = _context.Quantization().Compare(calibration, validation, _file.Path, "Label", new QuantizationComparisonOptions { InputColumnNames = ["Features"], Quantization = QuantizerRun.Everything, MeasureLayers = false, HalfOfTiming = BriefTiming.Limits });
        Assert.AreEqual(Compare("Label", Everything()).Methods[1].Loss, comparison.Methods[1].Loss);
        Assert.IsEmpty(comparison.Layers);
    }

    [TestMethod]
    public void Compare_OfBadArguments_IsRefused()
    {
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => Compare("Klasse", Everything()), "'Klasse'", "Label");
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => Compare("Label", new QuantizationComparisonOptions { ConfidenceLevel = 95 }), "0.95");
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => Compare("Label", new QuantizationComparisonOptions { Task = (EvaluationTask)17 }), "Regression");
        ErrorAssert.Throws<ArgumentException>(() => Compare("Label", Everything(QuantizationCandidate.PostTraining("a", new()), QuantizationCandidate.PostTraining("a", new()))), "'a'");
        ErrorAssert.Throws<ArgumentException>(() => Compare("Label", Everything(QuantizationCandidate.PostTraining("FP32", new()))), "'FP32'");
        Assert.ThrowsExactly<FileNotFoundException>(() => _context.Quantization().Compare(View([]), View([]), "none.onnx"));
    }

    [TestMethod]
    public void Compare_RefusesACandidateWithTheTableOfAnotherModel()
    {
        var table = QuantizerRun.Quantize(SmallModels.Gemm(), QuantizerRun.Rows(3, SmallModels.Vector)).Calibration;
        int read = 0;
        var candidate = QuantizationCandidate.PostTraining("saved", new QuantizationOptions { OnlyWhereFaster = false, CalibrationTable = table });
        ErrorAssert.Throws<InvalidOperationException>(
            () => _context.Quantization().Compare(View(Rows(60, 1, () => read++)), View(Rows(9, 2)), _file.Path, "Label", Everything(QuantizationCandidate.PostTraining("fresh", new()), candidate)),
            "other model", table.ModelHash, _file.Path);
        Assert.AreEqual(0, read, "nothing is calibrated first");
    }

    [TestMethod]
    public void Compare_OfACandidateWithItsOwnTable_GivesWhatTheTableGave()
    {
        using var model = _context.Transforms.Quantize(_file.Path, QuantizerRun.MinMax).Fit(View(Rows(60, 1)));
        var saved = new QuantizationOptions { OnlyWhereFaster = false, CalibrationTable = model.Calibration };
        var comparison = Compare("Label", Everything(QuantizationCandidate.PostTraining("min-max", QuantizerRun.MinMax), QuantizationCandidate.PostTraining("saved", saved)));
        Assert.AreEqual(comparison.Methods[1].Evaluation!.ToJson(), comparison.Methods[2].Evaluation!.ToJson());
    }

    private static long Cancel(CancellationTokenSource stop)
    {
        stop.Cancel();
        return 0;
    }

    private static QuantizationComparisonOptions Everything(params QuantizationCandidate[] candidates) =>
        new() { Quantization = QuantizerRun.Everything, Candidates = candidates, HalfOfTiming = BriefTiming.Limits };

    private static QuantizationComparisonOptions Everything(CancellationToken cancellation) =>
        new() { Quantization = new QuantizationOptions { OnlyWhereFaster = false, CancellationToken = cancellation }, HalfOfTiming = BriefTiming.Limits };

    private QuantizationComparison Compare(string? label, QuantizationComparisonOptions options) =>
        _context.Quantization().Compare(View(Rows(60, 1)), View(Rows(200, 2)), _file.Path, label, options);

    /// <summary>Rows, made one by one, whose label is the class that the FP32 model gives them.</summary>
    private IEnumerable<Row> Rows(int count, int seed, Action? told = null)
    {
        var random = new Random(seed);
        using var run = new SampleRun(OnnxModelReader.Load(_file.Path));
        for (int i = 0; i < count; i++)
        {
            float[] x = QuantizerRun.Uniform(random, Inputs);
            float[] scores = run.Outputs([new TensorValue("x", x, [1, Inputs])])[0];
            told?.Invoke();
            yield return new Row { X = x, Label = Array.IndexOf(scores, scores.Max()) };
        }
    }

    private IDataView View(IEnumerable<Row> rows) => _context.Data.LoadFromEnumerable(rows);

    private static ModelProto Classifier()
    {
        var random = new Random(4);
        return new ModelBuilder(13).Input("x", -1, Inputs)
            .Weights("w0", QuantizerRun.Uniform(random, Inputs * 32, -0.6, 0.6), Inputs, 32).Weights("w1", QuantizerRun.Uniform(random, 32 * 32, -0.4, 0.4), 32, 32)
            .Weights("w2", QuantizerRun.Uniform(random, 32 * 32, -0.4, 0.4), 32, 32).Weights("w3", QuantizerRun.Uniform(random, 32 * Classes), 32, Classes)
            .Node("Gemm", "x w0", "a").Node("Relu", "a", "b").Node("Gemm", "b w1", "c").Node("Relu", "c", "d")
            .Node("Gemm", "d w2", "e").Node("Relu", "e", "f").Node("Gemm", "f w3", "y").Output("y").Build();
    }

    private sealed class FailingCandidate(Exception error) : QuantizationCandidate("failing", "none")
    {
        internal override QuantizationResult Quantize(CandidateContext context) => throw error;
    }

    /// <summary>A model that opens, and whose scores are NaN.</summary>
    private sealed class SpoiltCandidate() : QuantizationCandidate("spoilt", "none")
    {
        internal override QuantizationResult Quantize(CandidateContext context)
        {
            var result = context.Model.Calibrate(QuantizerRun.Everything, context.Progress).Write();
            var spoilt = new ModelBuilder(13).Input("x", -1, Inputs).Weights("w", Enumerable.Repeat(float.NaN, Inputs * Classes).ToArray(), Inputs, Classes)
                .Node("MatMul", "x w", "y").Output("y").Model();
            return result with { Model = spoilt };
        }
    }

    private sealed class Row
    {
        [ColumnName("x"), VectorType(Inputs)]
        public float[] X { get; set; } = [];

        public int Label { get; set; }
    }
}
