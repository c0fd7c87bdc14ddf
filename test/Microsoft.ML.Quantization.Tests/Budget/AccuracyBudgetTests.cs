using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Budget;

/// <summary>Fit with a budget of accuracy: it returns what meets it, or says that nothing does.</summary>
[TestClass]
public sealed class AccuracyBudgetTests
{
    private const int Inputs = TimedModels.Inputs;
    private const int Classes = TimedModels.Classes;

    private readonly MLContext _context = new(1);

    [TestMethod]
    public void Fit_ReturnsTheFirstModelThatIsProven()
    {
        using var file = new ModelFile(TimedModels.Classifier());
        using var model = Fit(file, 4000, new QuantizationOptions { OnlyWhereFaster = false, Budget = new QuantizationBudget { MaxAccuracyLoss = 0.03, LabelColumnName = "Label" } });
        var attempt = model.Report!.Attempts.Single();
        Assert.IsTrue(attempt.IsProven && attempt.IsAccepted, attempt.ToString());
        Assert.AreEqual(2000, attempt.Rows, "every other row is held back");
        Assert.AreEqual(2000, model.Calibration!.Rows);
        Assert.IsLessThanOrEqualTo(0.03, attempt.LossBound);
        StringAssert.Contains(model.Report.ToString(), "Proven to lose at most 3 points");
        StringAssert.Contains(model.Report.ToJson(), "\"proven\": true");
    }

    [TestMethod]
    public void Fit_LeavesThePlantedLayerInFloat()
    {
        using var file = new ModelFile(TimedModels.Classifier(factor: 300, clipped: true));
        var options = new QuantizationOptions { Effort = QuantizationEffort.Fast, OnlyWhereFaster = false, PerChannel = false, Budget = new QuantizationBudget { MaxAccuracyLoss = 0.03, LabelColumnName = "Label" } };
        using var model = Fit(file, 4000, options);
        var attempts = model.Report!.Attempts;
        Assert.IsGreaterThan(0.03, attempts[0].Loss);
        Assert.IsFalse(attempts[0].IsAccepted);
        var taken = attempts.Single(attempt => attempt.IsAccepted);
        Assert.AreSame(attempts[^1], taken);
        Assert.IsTrue(taken.IsProven, taken.ToString());
        Assert.IsTrue(taken.FloatNodes.Count is 1 or 2, taken.ToString());
        CollectionAssert.AreEqual(taken.FloatNodes.ToArray(), model.Report.Nodes.Where(node => node.OperatorType == "Gemm" && !node.IsQuantized).Select(node => node.Name).ToArray());
    }

    [TestMethod]
    public void Fit_EqualizesThePlantedLayerWhereItCan()
    {
        using var file = new ModelFile(TimedModels.Classifier(factor: 300));
        var options = new QuantizationOptions { Effort = QuantizationEffort.Fast, OnlyWhereFaster = false, PerChannel = false, Budget = new QuantizationBudget { MaxAccuracyLoss = 0.03, LabelColumnName = "Label" } };
        using var model = Fit(file, 4000, options);
        var attempts = model.Report!.Attempts;
        Assert.IsGreaterThan(0.03, attempts[0].Loss);
        StringAssert.Contains(attempts[^1].Name, "equalized");
        Assert.IsTrue(attempts[^1].IsProven && attempts[^1].IsAccepted, attempts[^1].ToString());
        Assert.IsTrue(model.Report.Nodes.Where(node => node.OperatorType == "Gemm").All(node => node.IsQuantized));
    }

    [TestMethod]
    public void Fit_OnTooFewRows_SaysSoAndHowManyItWouldTake()
    {
        var messages = new LogMessages(_context);
        using var file = new ModelFile(TimedModels.Classifier());
        using var model = Fit(file, 100, new QuantizationOptions { OnlyWhereFaster = false, Budget = new QuantizationBudget { MaxAccuracyLoss = 0.02, LabelColumnName = "Label" } });
        var attempt = model.Report!.Attempts.Single();
        Assert.IsTrue(attempt.IsAccepted && !attempt.IsProven);
        StringAssert.Contains(model.Report.Warnings[0], "too few");
        ErrorAssert.Names(messages.Warnings.Single(text => text.Contains("too few", StringComparison.Ordinal)), "rows would prove it");
    }

    [TestMethod]
    public void Fit_WithoutLabels_CountsEveryDifference()
    {
        using var file = new ModelFile(TimedModels.Classifier());
        var options = new QuantizationOptions { OnlyWhereFaster = false, Budget = new QuantizationBudget { MaxAccuracyLoss = 0.05, ValidationData = Data(file, 1500, seed: 5) } };
        using var model = Fit(file, 200, options);
        var attempt = model.Report!.Attempts.Single();
        Assert.AreEqual(1500, attempt.Rows);
        Assert.AreEqual(200, model.Calibration!.Rows);
        Assert.IsTrue(attempt.Loss is > 0 and < 0.05, attempt.ToString());
    }

    [TestMethod]
    public void Fit_WhereNothingMeetsTheBudget_ThrowsWithTheBest()
    {
        using var file = new ModelFile(OneLayer());
        var options = new QuantizationOptions { OnlyWhereFaster = false, ReduceRange = true, Budget = new QuantizationBudget { MaxAccuracyLoss = 0, LabelColumnName = "Label" } };
        var error = ErrorAssert.Throws<AccuracyLossException>(() => Fit(file, 4000, options), "0 points", "points lost on 2,000 rows", "FloatIfOutOfBudget");
        Assert.IsTrue(error.Attempts.Count > 0 && error.Attempts.All(attempt => !attempt.IsAccepted && attempt.Loss > 0));
    }

    [TestMethod]
    public void Fit_WhereNothingMeetsTheBudget_GivesTheFloatModelIfAsked()
    {
        var messages = new LogMessages(_context);
        using var file = new ModelFile(OneLayer());
        var options = new QuantizationOptions { OnlyWhereFaster = false, ReduceRange = true, Budget = new QuantizationBudget { MaxAccuracyLoss = 0, LabelColumnName = "Label", FloatIfOutOfBudget = true } };
        using var model = Fit(file, 4000, options);
        Assert.IsTrue(model.Report!.Nodes.All(node => !node.IsQuantized));
        Assert.IsTrue(model.Report.Attempts.Count > 0 && model.Report.Attempts.All(attempt => !attempt.IsAccepted));
        Assert.IsTrue(messages.Warnings.Any(text => text.Contains("The FP32 model is returned", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Fit_TriesWhatEscalationAdds()
    {
        using var file = new ModelFile(OneLayer());
        var options = new QuantizationOptions { OnlyWhereFaster = false, ReduceRange = true, Budget = new QuantizationBudget { MaxAccuracyLoss = 0, LabelColumnName = "Label", Escalation = [new FloatCandidate()] } };
        using var model = Fit(file, 4000, options);
        var taken = model.Report!.Attempts.Single(attempt => attempt.IsAccepted);
        Assert.AreEqual("no INT8 at all", taken.Name);
        Assert.AreEqual(0, taken.Loss);
    }

    [TestMethod]
    public void Fit_WithABadLabel_NamesTheColumn()
    {
        using var file = new ModelFile(TimedModels.Classifier());
        QuantizationOptions Options(string label) => new() { OnlyWhereFaster = false, Budget = new QuantizationBudget { MaxAccuracyLoss = 0.1, LabelColumnName = label } };
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => Fit(file, 100, Options("Klasse")), "Klasse", "Label");
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => Fit(file, 100, Options("Text")), "Text", "MapValueToKey");
        ErrorAssert.Throws<InvalidOperationException>(() => Fit(file, 100, Options("TooLarge")), "TooLarge", "4 classes");
        ErrorAssert.Throws<InvalidOperationException>(() => Fit(file, 100, Options("Negative")), "Negative", "counted from 0");
    }

    [TestMethod]
    public void Fit_OfAModelThatIsNoClassifier_SaysSo()
    {
        var builder = new ModelBuilder(13).Input("x", -1, Inputs).Weights("w", QuantizerRun.Uniform(new Random(1), Inputs), Inputs, 1);
        using var file = new ModelFile(builder.Node("Gemm", "x w", "y").Output("y").Build());
        var options = new QuantizationOptions { OnlyWhereFaster = false, Budget = new QuantizationBudget { MaxAccuracyLoss = 0.1 } };
        var data = _context.Data.LoadFromEnumerable(Enumerable.Range(0, 10).Select(_ => new Row { X = new float[Inputs] }).ToArray());
        ErrorAssert.Throws<InvalidOperationException>(() => _context.Transforms.Quantize(file.Path, options).Fit(data), "two or more classes");
    }

    [TestMethod]
    [DataRow(-0.1)]
    [DataRow(1.0)]
    [DataRow(double.NaN)]
    public void BudgetThatIsNoShare_IsRefused(double loss)
    {
        using var file = new ModelFile(TimedModels.Classifier());
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => _context.Transforms.Quantize(file.Path, new QuantizationOptions { Budget = new QuantizationBudget { MaxAccuracyLoss = loss } }), "MaxAccuracyLoss");
    }

    private QuantizedOnnxTransformer Fit(ModelFile file, int rows, QuantizationOptions options) => _context.Transforms.Quantize(file.Path, options).Fit(Data(file, rows, seed: 3));

    /// <summary>Rows whose label is the class that the FP32 model gives them.</summary>
    private IDataView Data(ModelFile file, int rows, int seed)
    {
        var random = new Random(seed);
        using var run = new SampleRun(OnnxModelReader.Load(file.Path));
        return _context.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i =>
        {
            float[] x = QuantizerRun.Uniform(random, Inputs);
            float[] scores = run.Outputs([new TensorValue("x", x, [1, Inputs])])[0];
            return new Row { X = x, Label = Array.IndexOf(scores, scores.Max()), TooLarge = i == 1 ? Classes : 0, Negative = i == 1 ? -1 : 0 };
        }).ToArray());
    }

    private static ModelProto OneLayer() => new ModelBuilder(13).Input("x", -1, Inputs)
        .Weights("w", QuantizerRun.Uniform(new Random(8), Inputs * Classes), Inputs, Classes).Node("Gemm", "x w", "y").Output("y").Build();

    private sealed class FloatCandidate() : QuantizationCandidate("no INT8 at all", "none")
    {
        internal override QuantizationResult Quantize(CandidateContext context) =>
            context.Model.Calibrate(context.Options with { ExcludedOperators = ["Gemm"] }, context.Progress).Write();
    }

    private sealed class Row
    {
        [ColumnName("x"), VectorType(Inputs)]
        public float[] X { get; set; } = [];

        public int Label { get; set; }

        public int TooLarge { get; set; }

        public int Negative { get; set; }

        public string Text { get; set; } = "a";
    }
}
