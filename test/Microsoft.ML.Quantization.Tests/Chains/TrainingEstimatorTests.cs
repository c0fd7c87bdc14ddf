using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Chains;

/// <summary>Training and quantization as one Fit.</summary>
[TestClass]
public sealed class TrainingEstimatorTests : IDisposable
{
    private readonly MLContext _context = new(1);
    private readonly ModelFile _file = new(ChainModels.Features());

    public void Dispose() => _file.Dispose();

    [TestMethod]
    public void ItKeepsTheContract()
    {
        var lacking = _context.Transforms.DropColumns("x").Fit(Rows()).Transform(Rows());
        var steps = _context.Transforms.ApplyOnnxModel("features", "x", _file.Path);

        // Once to quantize, once more to measure what rounding does.
        EstimatorContract.CheckReading(2, _context, steps.AppendQuantization(_context.Quantization(), OnnxChain.Compact), Rows(), ["x"], ["features"], lacking);

        // ML.NET's own stages behind it have cursors of ML.NET's own.
        var estimator = steps.Append(_context.Regression.Trainers.OnlineGradientDescent("Amount", "features")).AppendQuantization(_context.Quantization(), OnnxChain.Compact);
        using var model = estimator.Fit(Rows());
        SchemaContract.Check(estimator, model, Rows(), ["features", "Score"], [lacking]);
        SaveContract.Check(_context, model, Rows(), ["features", "Score"]);
    }

    [TestMethod]
    public void ItIsWhatFitAndQuantizeGive_AroundAPipelineOrATrainer()
    {
        var steps = _context.Transforms.ApplyOnnxModel("features", "x", _file.Path);
        var trainer = _context.Regression.Trainers.OnlineGradientDescent("Amount", "features");
        using var fitted = steps.Append(trainer).Fit(Rows());
        var quantized = _context.Quantization().Quantize(fitted, Rows(), out var report, OnnxChain.Compact);
        using var disposable = (IDisposable)quantized;
        using var one = steps.Append(trainer).AppendQuantization(_context.Quantization(), OnnxChain.Compact).Fit(Rows());
        Assert.AreEqual(report.Stages.Count, one.Report.Stages.Count);
        CollectionAssert.AreEqual(ViewRows.Read(quantized.Transform(Rows())), ViewRows.Read(one.Transform(Rows())));

        // Around the model and its trainer apart: the trainer then sees INT8 features.
        using var nested = _context.Quantization().Quantize(steps, OnnxChain.Compact).Append(_context.Quantization().Quantize(trainer, OnnxChain.Compact)).Fit(Rows());
        Assert.IsTrue(nested.First() is QuantizedModelTransformer { Report.IsQuantized: true });
        Assert.IsFalse(nested.LastTransformer.Report.IsQuantized);
        var features = nested.First().Transform(Rows());
        CollectionAssert.AreEqual(ViewRows.Read(trainer.Fit(features).Transform(features)), ViewRows.Read(nested.Transform(Rows())));
    }

    [TestMethod]
    public void RowsOfItsOwn_AreWhatItIsQuantizedOn()
    {
        var steps = _context.Transforms.ApplyOnnxModel("features", "x", _file.Path);
        using var model = steps.AppendQuantization(_context.Quantization(), OnnxChain.Compact, ChainData.Rows(_context, 30, 5)).Fit(Rows());
        Assert.AreEqual(30, ((QuantizedOnnxTransformer)model.Model).Calibration!.Rows);
        Assert.AreSame(model.Model, model.Single());
    }

    [TestMethod]
    public void CrossValidation_QuantizesEachFold()
    {
        var pipeline = _context.Transforms.ApplyOnnxModel("features", "x", _file.Path).Append(_context.Regression.Trainers.OnlineGradientDescent("Amount", "features"));
        var folds = _context.Regression.CrossValidate(Rows(), pipeline.AppendQuantization(_context.Quantization(), OnnxChain.Compact), numberOfFolds: 3, labelColumnName: "Amount");
        Assert.AreEqual(3, folds.Count);
        foreach (var fold in folds)
        {
            using var model = (QuantizedModelTransformer)fold.Model;
            Assert.IsTrue(model.Report.IsQuantized, model.Report.ToString());
            Assert.IsTrue(double.IsFinite(fold.Metrics.MeanAbsoluteError));
        }
    }

    [TestMethod]
    public void InsideAPipeline_ItIsFollowedByOthers_AndServesAPredictionEngine()
    {
        var pipeline = _context.Transforms.Conversion.MapValueToKey("Label", "Kind")
            .Append(_context.Transforms.ApplyOnnxModel("features", "x", _file.Path).Append(_context.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "features"))
                .AppendQuantization(_context.Quantization(), new TrainedModelOptions { Level = QuantizationLevel.Compact, RefitTrainer = _context.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "features") }))
            .Append(_context.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        var model = pipeline.Fit(Rows());
        using var stream = new MemoryStream();
        _context.Model.Save(model, Rows().Schema, stream);
        string[] labels = [.. model.Transform(Rows()).GetColumn<string>("PredictedLabel")];
        Assert.IsTrue(labels.Distinct().Count() > 1);
        using var engine = _context.Model.CreatePredictionEngine<ChainData.ChainRow, Predicted>(model, Rows().Schema);
        var rows = _context.Data.CreateEnumerable<ChainData.ChainRow>(Rows(), reuseRowObject: false);
        CollectionAssert.AreEqual(labels, rows.Select(row => engine.Predict(row).PredictedLabel).ToArray());
        var stock = new MLContext().Model.Load(stream, out _);
        CollectionAssert.AreEqual(labels, stock.Transform(Rows()).GetColumn<string>("PredictedLabel").ToArray());
        (stock as IDisposable)?.Dispose();
    }

    private IDataView Rows() => ChainData.Rows(_context);

    private sealed class Predicted
    {
        public string PredictedLabel { get; set; } = "";
    }
}
