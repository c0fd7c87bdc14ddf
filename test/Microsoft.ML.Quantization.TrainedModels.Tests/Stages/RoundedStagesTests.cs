using System.Xml.Linq;
using Microsoft.ML.Data;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

/// <summary>What the report says of rounded stages, and what a budget takes back, with quantizers that round as coarsely as they are told.</summary>
[TestClass]
public class RoundedStagesTests
{
    private static readonly TrainedModelOptions Compact = new() { Level = QuantizationLevel.Compact };

    private readonly MLContext _context = new(1);

    [TestMethod]
    public void WithoutABudget_RoundingIsMeasured()
    {
        var model = Chain();
        _context.Quantization().With(Coarse(20)).Quantize(model, Data, out var report, Compact);
        Assert.IsFalse(report.IsExact);
        Assert.IsFalse(report.Stages[^1].IsExact);
        Assert.AreEqual(3000, report.Evaluation!.Rows, "All rows, not the first thousand.");
        Assert.IsTrue(report.Evaluation.Agreement is > 0.8 and < 1, $"{report.Evaluation.Agreement}");
        Assert.IsEmpty(report.Evaluation.Metrics);
        Assert.IsEmpty(report.Attempts);
        StringAssert.Contains(report.ToString(), "PredictedLabel differs on");
        Assert.IsFalse(report.ToString().Contains("same bits", StringComparison.Ordinal));
    }

    [TestMethod]
    public void WithLabels_TheReportHasTheMetrics_AlsoWhereNothingIsRounded()
    {
        _context.Quantization().WithTrainedModels().Quantize(Chain(), Data, out var report, new TrainedModelOptions { LabelColumnName = "Binary" });
        Assert.IsTrue(report.IsExact);
        Assert.AreEqual("Accuracy", report.Evaluation!.Primary!.Name);
        Assert.AreEqual(0, report.Evaluation.Primary.Loss);
        Assert.AreEqual(0, report.Evaluation.Changes!.ChangedRows);
        StringAssert.Contains(report.ToString(), "Accuracy 0.9");
    }

    [TestMethod]
    [DataRow(null, DisplayName = "without labels")]
    [DataRow("Binary", DisplayName = "with labels")]
    public void AStageThatLosesTooMuch_IsTakenBack_ToWhatIsExact(string? label)
    {
        var options = new TrainedModelOptions { Level = QuantizationLevel.Compact, MaxAccuracyLoss = 0.001, LabelColumnName = label };
        var quantized = _context.Quantization().With(Coarse(1)).WithTrainedModels().Quantize(Chain(), Data, out var report, options);
        Assert.IsTrue(report.IsExact);
        Assert.AreEqual(1, ChainAssert.Trees(quantized), "The trees are there, exactly.");
        CollectionAssert.AreEqual(new[] { "Compact", "Exact" }, report.Attempts.Select(attempt => attempt.Name).ToArray());
        CollectionAssert.AreEqual(new[] { false, true }, report.Attempts.Select(attempt => attempt.IsAccepted).ToArray());
        Assert.IsTrue(report.Attempts[0].Loss > 0.001);
        Assert.AreEqual("FastTreeBinary", report.Attempts[1].FloatNodes.Single());
        StringAssert.Contains(report.Warnings.Single(), "MaxAccuracyLoss");
        ChainAssert.Same(Chain(), quantized, Data);
    }

    [TestMethod]
    public void OfTwoStages_TheOneThatHarmsIsTakenBack()
    {
        // Both are rounded; doubling the numbers before the trees changes all that they decide.
        var first = _context.Transforms.NormalizeMinMax("Numbers").Fit(Data);
        var model = new TransformerChain<ITransformer>(first, Chain(first.Transform(Data)));
        var harmful = _context.Transforms.NormalizeMeanVariance("Numbers").Fit(_context.Data.TakeRows(Data, 300));
        var quantizer = new Rounding(stage => stage == (ITransformer)first ? harmful : stage is ISingleFeaturePredictionTransformer<object> ? stage : null);
        var options = new TrainedModelOptions { Level = QuantizationLevel.Compact, MaxAccuracyLoss = 0.01 };
        var quantized = (TransformerChain<ITransformer>)_context.Quantization().With(quantizer).Quantize(model, Data, out var report, options);
        var accepted = report.Attempts.Single(attempt => attempt.IsAccepted);
        Assert.AreEqual("Compact without Normalizing", accepted.Name);
        Assert.IsTrue(accepted.IsProven && accepted.LossBound <= 0.01);
        CollectionAssert.AreEqual(new[] { true, false }, new[] { report.Stages[0].IsExact, report.Stages[^1].IsExact });
        Assert.AreSame(first, quantized.First());
        Assert.IsEmpty(report.Warnings);
    }

    [TestMethod]
    public void AStageThatIsWithinTheBudget_IsProven_OrSaysThatItIsNot()
    {
        var same = new Rounding(stage => stage is ISingleFeaturePredictionTransformer<object> ? stage : null);
        _context.Quantization().With(same).Quantize(Chain(), Data, out var report, new TrainedModelOptions { Level = QuantizationLevel.Compact, MaxAccuracyLoss = 0.01 });
        Assert.IsTrue(report.Attempts.Single().IsProven);
        _context.Quantization().With(same).Quantize(Chain(), _context.Data.TakeRows(Data, 50), out report, new TrainedModelOptions { Level = QuantizationLevel.Compact, MaxAccuracyLoss = 0.01 });
        Assert.IsFalse(report.Attempts[0].IsProven);
        Assert.IsTrue(report.Attempts[0].IsAccepted && !report.IsExact);
        StringAssert.Contains(report.Warnings.Single(), "too few to prove it");
        StringAssert.Contains(report.Warnings.Single(), "rows would prove it");
    }

    [TestMethod]
    public void ARegression_IsHeldToItsError_AndNeedsLabels()
    {
        var model = AutoMLChains.Featurizer(_context).Append((IEstimator<ITransformer>)_context.Regression.Trainers.FastTree(numberOfTrees: 30)).Fit(Data);
        var other = AutoMLChains.Featurizer(_context).Append((IEstimator<ITransformer>)_context.Regression.Trainers.FastTree(numberOfTrees: 5)).Fit(Data).LastTransformer;
        var coarse = new Rounding(stage => stage is ISingleFeaturePredictionTransformer<object> ? other : null);
        var options = new TrainedModelOptions { Level = QuantizationLevel.Compact, MaxAccuracyLoss = 0.05, LabelColumnName = "Label" };
        Assert.AreSame(model, _context.Quantization().With(coarse).Quantize(model, Data, out var report, options));
        Assert.IsTrue(report.Attempts[0].Loss > 0.05);
        var thrown = Assert.ThrowsExactly<InvalidOperationException>(() => _context.Quantization().With(coarse).Quantize(model, Data, new TrainedModelOptions { Level = QuantizationLevel.Compact, MaxAccuracyLoss = 0.05 }));
        StringAssert.Contains(thrown.Message, "LabelColumnName");
    }

    [TestMethod]
    public void MaxAccuracyLoss_OutOfRange_IsRefused()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new TrainedModelOptions { MaxAccuracyLoss = 1 });
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new TrainedModelOptions { MaxAccuracyLoss = double.NaN });
    }

    [TestMethod]
    public void ThePage_IsWellFormed_AndTellsOfEveryStage()
    {
        var options = new TrainedModelOptions { Level = QuantizationLevel.Compact, MaxAccuracyLoss = 0.2, LabelColumnName = "Binary" };
        _context.Quantization().With(Coarse(20)).Quantize(Chain(), Data, out var report, options);
        string page = report.ToHtml();
        var document = XDocument.Parse(page["<!DOCTYPE html>".Length..]);
        string text = document.Root!.Value;
        foreach (string expected in new[] { "The quantized model decides as before on", "FastTreeBinary", "OneHotEncoding", "It is not rounded by the test", "AreaUnderRocCurve", "Size of the file", "Processor time of a row", "Attempts" })
        {
            StringAssert.Contains(text, expected);
        }

        string markdown = report.ToMarkdown();
        StringAssert.Contains(markdown, "## Stages");
        StringAssert.Contains(markdown, "## Metrics");
        var json = System.Text.Json.Nodes.JsonNode.Parse(report.ToJson())!;
        Assert.AreEqual(4, json["stages"]!.AsArray().Count);
        Assert.AreEqual(report.Evaluation!.Changes!.DifferingRows, (long)json["changes"]!["differingRows"]!);
        Assert.AreEqual(report.Stages[^1].OriginalBytes, (long)json["stages"]![3]!["originalBytes"]!);
    }

    [TestMethod]
    public void AModelThatIsMostlyFeaturizer_SaysThatNoQuantizationHelpsThere()
    {
        var model = AutoMLChains.WithText(_context).Append((IEstimator<ITransformer>)_context.Regression.Trainers.FastTree(numberOfTrees: 5, numberOfLeaves: 4)).Fit(Data);
        _context.Quantization().WithTrainedModels().Quantize(model, Data, out var report);
        StringAssert.Contains(report.ToMarkdown(), "no quantization helps there");
        Assert.AreSame(model, _context.Quantization().Quantize(model, Data, out report));
        StringAssert.Contains(report.ToMarkdown(), "Nothing to gain: the model came back as it was.");
    }

    private IDataView Data { get; } = new MLContext(1).Data.LoadFromEnumerable(Table.Rows(3000, seed: 3, missing: 0.02).ToList());

    private TransformerChain<ITransformer> Chain(IDataView? rows = null, int trees = 30) =>
        AutoMLChains.Featurizer(_context).Append((IEstimator<ITransformer>)_context.BinaryClassification.Trainers.FastTree("Binary", numberOfTrees: trees)).Fit(rows ?? Data);

    /// <summary>Takes trees for the rounded form of more of them.</summary>
    private Rounding Coarse(int trees)
    {
        var other = Chain(trees: trees).LastTransformer;
        return new Rounding(stage => stage is ISingleFeaturePredictionTransformer<object> ? other : null);
    }

    /// <summary>A quantizer of the test that rounds, unless nothing may be lost.</summary>
    private sealed class Rounding(Func<ITransformer, ITransformer?> round) : IStageQuantizer
    {
        public StageQuantization Quantize(StageRequest request) =>
            request.Options.Level == QuantizationLevel.Compact && round(request.Stage) is { } rounded ? StageQuantization.Rounded(rounded, "rounded by the test") : StageQuantization.Stays("it is not rounded by the test");
    }
}
