using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.TrainedModels.Reading;
using Microsoft.ML.Quantization.TrainedModels.Stages;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

[TestClass]
public class LinearStagesTests
{
    private readonly MLContext _context = new(1);

    public static IEnumerable<object[]> Trainers => LinearTrainers.All.Keys.SelectMany(name => new object[][] { [name, false], [name, true] });

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void EveryTrainer_InInt8_IsWhatMLNetLoads_AndComesBackAsItWas(string trainer, bool dense)
    {
        var training = Data(dense ? 300 : 1500, 1, dense);
        var stage = LinearTrainers.All[trainer](_context).Fit(training);
        var quantized = Quantize(stage, training, QuantizationLevel.Compact, out var report);
        if (!report.IsQuantized)
        {
            StringAssert.Contains(report.Stages[0].Explanation, "nothing to gain", report.ToString());
            StringAssert.Contains(trainer, "sparse weights", report.ToString());
            return;
        }

        Assert.IsInstanceOfType<QuantizedPredictionTransformer>(quantized);
        var test = Data(200, 2, dense, missing: 0.0005);
        using var stream = new MemoryStream();
        _context.Model.Save(quantized, training.Schema, stream);
        var stock = new MLContext().Model.Load(stream, out _);
        var loaded = new MLContext().Quantization().WithTrainedModels().Load(stream, out _);
        SchemaContract.AssertSame(stage.GetOutputSchema(test.Schema), quantized.GetOutputSchema(test.Schema));
        SchemaContract.AssertSame(stage.GetOutputSchema(test.Schema), loaded.GetOutputSchema(test.Schema));

        string[] rows = ViewRows.Read(quantized.Transform(test));
        CollectionAssert.AreEqual(rows, ViewRows.Read(loaded.Transform(test)), "Loaded with trained models.");
        CollectionAssert.AreEqual(rows, ViewRows.ReadMapped(quantized, test), "Row by row.");
        CollectionAssert.AreEquivalent(rows, ViewRows.ReadParallel(quantized.Transform(test), 3), "Parallel cursors.");
        LinearAssert.SameButForSums(_context, stock, quantized, test);
    }

    [TestMethod]
    public void Exact_LeavesALinearStage_AndSaysWhatCompactWouldDo()
    {
        var training = Data(300, 1, dense: false);
        var stage = _context.Regression.Trainers.OnlineGradientDescent().Fit(training);
        Assert.AreSame(stage, Quantize(stage, training, QuantizationLevel.Exact, out var report));
        StringAssert.Contains(report.Stages[0].Explanation, "Level = Compact");
    }

    [TestMethod]
    public void ASmallStage_Stays_AndTheReportSaysWhy()
    {
        var training = Table.Featurize(_context, Table.Rows(300, 1));
        var stage = _context.Regression.Trainers.Sdca(maximumNumberOfIterations: 2).Fit(training);
        Assert.AreSame(stage, Quantize(stage, training, QuantizationLevel.Compact, out var report));
        StringAssert.Contains(report.Stages[0].Explanation, "KB: nothing to gain");
    }

    [TestMethod]
    public void ALoadedStage_ThatWasNotRounded_StaysAsMLNetLoadsIt()
    {
        var training = Data(300, 1, dense: false);
        using var stream = new MemoryStream();
        _context.Model.Save(_context.Regression.Trainers.OnlineGradientDescent().Fit(training), training.Schema, stream);
        Assert.IsNotInstanceOfType<QuantizedPredictionTransformer>(_context.Quantization().WithTrainedModels().Load(stream, out _));
    }

    [TestMethod]
    public void AStageThatWasSavedInInt8_IsTakenAsItIs_WhenItIsQuantizedAgain()
    {
        var training = Data(500, 1, dense: false);
        var stage = _context.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Class", l1Regularization: 0).Fit(training);
        var quantized = Quantize(stage, training, QuantizationLevel.Compact, out _);
        using var stream = new MemoryStream();
        _context.Model.Save(quantized, training.Schema, stream);
        var again = Quantize(_context.Model.Load(stream, out _), training, QuantizationLevel.Compact, out var report);
        StringAssert.Contains(report.Stages[0].Explanation, "as they were saved");
        CollectionAssert.AreEqual(ViewRows.Read(quantized.Transform(training)), ViewRows.Read(again.Transform(training)));
    }

    [TestMethod]
    public void TheFile_OfDenseWeights_IsAFractionOfWhatItWas()
    {
        var training = Data(1500, 1, dense: false);
        var stage = _context.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Class", l1Regularization: 0).Fit(training);
        Assert.IsLessThan(0.4, (double)Size(Quantize(stage, training, QuantizationLevel.Compact, out _)) / Size(stage));

        long Size(ITransformer model)
        {
            using var stream = new MemoryStream();
            _context.Model.Save(model, training.Schema, stream);
            return stream.Length;
        }
    }

    [TestMethod]
    public void DataWithoutRows_IsRefused()
    {
        var stage = _context.Regression.Trainers.OnlineGradientDescent().Fit(Data(300, 1, dense: false));
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => Quantize(stage, Data(0, 1, dense: false), QuantizationLevel.Compact, out _)).Message, "no rows");
    }

    [TestMethod]
    public void TheStage_KeepsToTheContractOfCursorsAndSaving()
    {
        var data = Data(700, 1, dense: false);
        var table = _context.Transforms.CopyColumns("Id", "Label").Append(_context.Transforms.SelectColumns("Id", "Features", "Binary", "Class")).Fit(data).Transform(data);
        var stage = Quantize(_context.BinaryClassification.Trainers.LbfgsLogisticRegression("Binary", l1Regularization: 0).Fit(table), table, QuantizationLevel.Compact, out _);
        CursorContract.Check(_context, stage, table, ["Features"], ["PredictedLabel", "Score", "Probability"]);
    }

    [TestMethod]
    public void EveryTrainer_IsRead_AsItsPublicParametersSay()
    {
        var training = Data(400, 1, dense: false);
        var stored = new HashSet<bool>();
        foreach (var (name, create) in LinearTrainers.All)
        {
            var stage = create(_context).Fit(training);
            Assert.IsTrue(LinearModelReader.TryRead(_context, stage, out var linear, out string? reason), $"{name}: {reason}");
            Assert.AreEqual(WideRow.Length, linear.Model.FeatureCount);
            stored.Add(linear.Model.Units[0].Indices != null);
            LinearAssert.Parameters(((ISingleFeaturePredictionTransformer<object>)stage).Model, linear.Model, name);
        }

        Assert.HasCount(2, stored, "Some weights are stored densely, some sparsely.");
    }

    private IDataView Data(int rows, int seed, bool dense, double missing = 0) => _context.Data.LoadFromEnumerable(WideRow.Create(rows, seed, dense, missing));

    private ITransformer Quantize(ITransformer model, IDataView data, QuantizationLevel level, out TrainedModelReport report) =>
        _context.Quantization().WithTrainedModels().Quantize(model, data, out report, new TrainedModelOptions { Level = level });
}
