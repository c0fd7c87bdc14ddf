using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

[TestClass]
public class AutoMLChainsTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    public void MulticlassRun_NestedWithKeyMapping_IsStock_AlsoInMetricsAndPredictions()
    {
        var trainer = _context.MulticlassClassification.Trainers.LightGbm(new LightGbmMulticlassTrainer.Options { LabelColumnName = "Class", NumberOfIterations = 20, NumberOfThreads = 1, Silent = true });
        var model = AutoMLChains.Nested(_context, AutoMLChains.WithText(_context), trainer).Fit(Named(2000, 31));
        var test = Named(700, 32);
        var quantized = ChainAssert.Quantized(_context, model, test, test);
        Assert.AreEqual(model.GetType(), quantized.GetType(), "Chains stay what they were.");
        Assert.IsInstanceOfType<IEnumerable<ITransformer>>(((IEnumerable<ITransformer>)quantized).ElementAt(1), "Chains stay where they were.");

        var (stock, ours) = (_context.MulticlassClassification.Evaluate(model.Transform(test), "Class"), _context.MulticlassClassification.Evaluate(quantized.Transform(test), "Class"));
        Assert.AreEqual(stock.LogLoss, ours.LogLoss);
        Assert.AreEqual(stock.MicroAccuracy, ours.MicroAccuracy);

        using var stockEngine = _context.Model.CreatePredictionEngine<NamedRow, NamedPrediction>(model);
        using var engine = _context.Model.CreatePredictionEngine<NamedRow, NamedPrediction>(quantized);
        foreach (var row in NamedRow.Create(100, 33))
        {
            var (expected, actual) = (stockEngine.Predict(row), engine.Predict(row));
            Assert.AreEqual(expected.PredictedLabel, actual.PredictedLabel);
            CollectionAssert.AreEqual(expected.Score, actual.Score);
        }
    }

    [TestMethod]
    public void OneVersusAll_OfForests_IsStock()
    {
        var trainer = _context.MulticlassClassification.Trainers.OneVersusAll(_context.BinaryClassification.Trainers.FastForest("Class", numberOfTrees: 10), "Class");
        var model = AutoMLChains.Nested(_context, AutoMLChains.Featurizer(_context), trainer).Fit(Named(1500, 34));
        ChainAssert.Quantized(_context, model, Named(300, 35), Named(600, 36));
    }

    [TestMethod]
    public void BinaryRun_WithACalibratorBehind_IsStock()
    {
        var training = Plain(2000, 41);
        var forest = AutoMLChains.Featurizer(_context).Append(_context.BinaryClassification.Trainers.FastForest("Binary", numberOfTrees: 20)).Fit(training);
        var calibrated = new TransformerChain<ITransformer>(forest, _context.BinaryClassification.Calibrators.Platt("Binary").Fit(forest.Transform(training)));
        var test = Plain(600, 42);
        var quantized = ChainAssert.Quantized(_context, calibrated, test, test);
        var (stock, ours) = (_context.BinaryClassification.Evaluate(calibrated.Transform(test), "Binary"), _context.BinaryClassification.Evaluate(quantized.Transform(test), "Binary"));
        Assert.AreEqual(stock.AreaUnderRocCurve, ours.AreaUnderRocCurve);
        Assert.AreEqual(stock.LogLoss, ours.LogLoss);
    }

    [TestMethod]
    public void AChangedThreshold_IsKept()
    {
        var trained = _context.BinaryClassification.Trainers.FastTree("Binary", numberOfTrees: 20).Fit(Table.Featurize(_context, Table.Rows(2000, 43)));
        var test = Table.Featurize(_context, Table.Rows(2000, 43));
        var changed = _context.BinaryClassification.ChangeModelThreshold(trained, 2.5f);
        CollectionAssert.AreNotEqual(ViewRows.Read(trained.Transform(test), "PredictedLabel"), ViewRows.Read(changed.Transform(test), "PredictedLabel"));
        ChainAssert.Quantized(_context, changed, test, test);
    }

    [TestMethod]
    public void TwoPredictors_OfWhichTheSecondHidesTheFirst_AreStock()
    {
        var model = AutoMLChains.Featurizer(_context).Append(_context.Regression.Trainers.FastForest(numberOfTrees: 5)).Append(_context.Transforms.CopyColumns("First", "Score"))
            .Append(_context.Regression.Trainers.FastTree(numberOfTrees: 5)).Fit(Plain(1000, 48));
        var test = Plain(300, 49);
        var quantized = _context.Quantization().WithTrainedModels().Quantize(model, test);
        ChainAssert.Same(model, quantized, test);
        using var stream = new MemoryStream();
        _context.Model.Save(quantized, test.Schema, stream);
        ChainAssert.Same(model, _context.Quantization().WithTrainedModels().Load(stream, out _), test);
    }

    [TestMethod]
    public void RankingRun_IsStock_AlsoInMetrics()
    {
        var model = AutoMLChains.Featurizer(_context).Append(_context.Ranking.Trainers.FastTree(new FastTreeRankingTrainer.Options { LabelColumnName = "Relevance", RowGroupColumnName = "Group", NumberOfTrees = 20 }))
            .Fit(Plain(2000, 44));
        var test = Plain(640, 45);
        var quantized = ChainAssert.Quantized(_context, model, test, test);
        var (stock, ours) = (_context.Ranking.Evaluate(model.Transform(test), "Relevance", "Group"), _context.Ranking.Evaluate(quantized.Transform(test), "Relevance", "Group"));
        CollectionAssert.AreEqual(stock.NormalizedDiscountedCumulativeGains.ToArray(), ours.NormalizedDiscountedCumulativeGains.ToArray());
    }

    [TestMethod]
    public void CrossValidation_OfARegression_GivesModelsThatQuantizeToTheSameMetrics()
    {
        var pipeline = AutoMLChains.WithMissing(_context).Append(_context.Regression.Trainers.FastTree(numberOfTrees: 20));
        foreach (var fold in _context.Regression.CrossValidate(Plain(2000, 46, missing: 0.05), pipeline, 3))
        {
            var data = _context.Data.LoadFromEnumerable(Table.Rows(500, 47, missing: 0.05));
            var quantized = _context.Quantization().WithTrainedModels().Quantize(fold.Model, data);
            Assert.AreEqual(1, ChainAssert.Trees(quantized));
            Assert.AreEqual(_context.Regression.Evaluate(fold.Model.Transform(data)).RSquared, _context.Regression.Evaluate(quantized.Transform(data)).RSquared);
        }
    }

    private IDataView Plain(int rows, int seed, double missing = 0) => _context.Data.LoadFromEnumerable(Table.Rows(rows, seed, missing).ToList());

    private IDataView Named(int rows, int seed) => _context.Data.LoadFromEnumerable(NamedRow.Create(rows, seed));
}
