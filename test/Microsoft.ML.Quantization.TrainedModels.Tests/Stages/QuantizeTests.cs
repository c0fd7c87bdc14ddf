using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.TrainedModels.Stages;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

[TestClass]
public class QuantizeTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    public void Report_NamesEveryStage_WithAReason()
    {
        var model = Regression();
        var quantized = Catalog.Quantize(model, Data(200), out var report);
        string[] names = [.. report.Stages.Select(stage => stage.Name)];
        CollectionAssert.AreEqual(new[] { "MissingValueReplacing", "OneHotEncoding", "ColumnConcatenating", "FastTreeRegression" }, names);
        Assert.IsTrue(report.Stages[^1].IsQuantized);
        StringAssert.Contains(report.Stages[^1].Explanation, "10 trees of ");
        Assert.IsTrue(report.Stages.SkipLast(1).All(stage => !stage.IsQuantized && stage.Explanation.Length > 0));
        Assert.AreEqual(200, report.ComparedRows);
        StringAssert.StartsWith(report.ToString(), "1 of 4 stages quantized; all columns the same bits on 200 rows");
        Assert.AreNotSame(model, quantized);
    }

    [TestMethod]
    public void AModelWithNothingToQuantize_ComesBackAsItWas()
    {
        var model = AutoMLChains.Featurizer(_context).Append(_context.Regression.Trainers.Sdca(maximumNumberOfIterations: 3)).Fit(Data(300));
        Assert.AreSame(model, Catalog.Quantize(model, Data(100), out var report));
        Assert.IsFalse(report.IsQuantized);
        Assert.AreEqual(0, report.ComparedRows);
        StringAssert.StartsWith(report.ToString(), "No stage was quantized");
        StringAssert.Contains(report.Stages[^1].ToString(), "LinearRegression: as it was, its ");
        StringAssert.EndsWith(report.Stages[^1].Explanation, "KB: nothing to gain");
    }

    [TestMethod]
    public void WithoutTrainedModels_TheReportSaysWhatIsMissing()
    {
        var model = Regression();
        Assert.AreSame(model, _context.Quantization().Quantize(model, Data(100), out var report));
        StringAssert.Contains(report.Stages[^1].Explanation, "WithTrainedModels()");
    }

    [TestMethod]
    public void AModelThatIsQuantized_IsNotQuantizedAgain()
    {
        var quantized = Catalog.Quantize(Regression(), Data(100));
        Assert.AreSame(quantized, Catalog.Quantize(quantized, Data(100), out var report));
        StringAssert.Contains(report.Stages[^1].Explanation, "already");
    }

    [TestMethod]
    public void DataWithoutRows_IsRefused()
    {
        var thrown = Assert.ThrowsExactly<InvalidOperationException>(() => Catalog.Quantize(Regression(), _context.Data.LoadFromEnumerable(Array.Empty<TableRow>())));
        StringAssert.Contains(thrown.Message, "no rows");
    }

    [TestMethod]
    public void DataWithoutAColumn_IsRefused_NamingIt()
    {
        var thrown = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Catalog.Quantize(Regression(), _context.Transforms.DropColumns("Place").Fit(Data(10)).Transform(Data(10))));
        StringAssert.Contains(thrown.Message, "Place");
    }

    [TestMethod]
    public void CategoriesNeverSeen_AndMissingValues_ScoreAsStock()
    {
        var model = Regression();
        var rows = Table.Rows(50, 9, missing: 0.5).ToList();
        rows.ForEach(row => (row.Color, row.Place) = ("never seen", ""));
        var data = _context.Data.LoadFromEnumerable(rows);
        ChainAssert.Same(model, Catalog.Quantize(model, data), data);
    }

    [TestMethod]
    public void DataThatCanBeReadOnlyOnce_IsEnough()
    {
        var model = Regression();
        var data = new SpyView(Data(100));
        Assert.AreEqual(1, ChainAssert.Trees(Catalog.Quantize(model, data)));
        Assert.AreEqual(1, data.Cursors);
        CollectionAssert.AreEquivalent(new[] { "Numbers", "Color", "Place" }, data.Asked.ToArray());
    }

    [TestMethod]
    public void AStageThatScoresOtherwise_StaysAsItWas_WithTheReason()
    {
        var model = Regression();
        var liar = new Liar(Regression(trees: 3).LastTransformer);
        Assert.AreSame(model, _context.Quantization().With(liar).Quantize(model, Data(100), out var report));
        StringAssert.Contains(report.Stages[^1].Explanation, "column 'Score' differed from ML.NET's in row 0");
        var quantized = _context.Quantization().With(liar).WithTrainedModels().Quantize(model, Data(100));
        Assert.AreEqual(1, ChainAssert.Trees(quantized), "The next quantizer has its turn.");
    }

    [TestMethod]
    public void ComparedRows_BelowOne_AreRefused() =>
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new TrainedModelOptions { ComparedRows = 0 }).Message, "ComparedRows is 0");

    [TestMethod]
    public void ComparedRows_AndCancellation_AreObeyed()
    {
        Catalog.Quantize(Regression(), Data(100), out var report, new TrainedModelOptions { ComparedRows = 7 });
        Assert.AreEqual(7, report.ComparedRows);
        Assert.ThrowsExactly<OperationCanceledException>(() => Catalog.Quantize(Regression(), Data(100), new TrainedModelOptions { CancellationToken = new CancellationToken(true) }));
    }

    [TestMethod]
    public void TheStage_KeepsToTheContractOfCursorsAndSaving()
    {
        var rows = Table.Featurize(_context, Table.Rows(2000, 5));
        var table = _context.Transforms.CopyColumns("Id", "Label").Append(_context.Transforms.SelectColumns("Id", "Features", "Binary", "Class")).Fit(rows).Transform(rows);
        foreach (var (trainer, outputs) in new (IEstimator<ITransformer>, string[])[]
        {
            (_context.BinaryClassification.Trainers.FastTree("Binary", numberOfTrees: 10), ["PredictedLabel", "Score", "Probability"]),
            (_context.MulticlassClassification.Trainers.LightGbm("Class", numberOfIterations: 5), ["PredictedLabel", "Score"]),
        })
        {
            var stage = Catalog.Quantize(trainer.Fit(table), table);
            Assert.IsInstanceOfType<QuantizedPredictionTransformer>(stage);
            CursorContract.Check(_context, stage, table, ["Features"], outputs);
            SaveContract.Check(_context, stage, table, outputs);
        }
    }

    private QuantizationCatalog Catalog => _context.Quantization().WithTrainedModels();

    private TransformerChain<ITransformer> Regression(int trees = 10) =>
        AutoMLChains.Featurizer(_context).Append((IEstimator<ITransformer>)_context.Regression.Trainers.FastTree(numberOfTrees: trees)).Fit(Data(1000));

    private IDataView Data(int rows) => _context.Data.LoadFromEnumerable(Table.Rows(rows, seed: 3, missing: 0.02).ToList());

    /// <summary>Claims that another model's predictor is the quantized one.</summary>
    private sealed class Liar(ITransformer other) : IStageQuantizer
    {
        public StageQuantization Quantize(StageRequest request) =>
            request.Stage is ISingleFeaturePredictionTransformer<object> ? StageQuantization.Exact(other, "another model") : StageQuantization.Stays("it is no predictor");
    }
}
