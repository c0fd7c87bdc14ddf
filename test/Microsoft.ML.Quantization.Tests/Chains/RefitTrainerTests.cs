using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Tests.Contract;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Chains;

/// <summary>A trainer behind an ONNX model is fitted anew on the features that the model gives in INT8.</summary>
[TestClass]
public sealed class RefitTrainerTests : IDisposable
{
    private readonly MLContext _context = new(1);
    private readonly ModelFile _file = new(ChainModels.Features());

    public void Dispose() => _file.Dispose();

    [TestMethod]
    public void ThePredictor_IsThatOfTheInt8Features()
    {
        using var model = Pipeline(Trainer()).Fit(Rows());
        var quantized = _context.Quantization().Quantize(model, Rows(), out var report, new TrainedModelOptions { Level = QuantizationLevel.Compact, RefitTrainer = Trainer() });
        using var disposable = (IDisposable)quantized;
        var predictor = report.Stages.Single(stage => stage.IsRefitted);
        StringAssert.StartsWith(predictor.ToString(), "MaximumEntropy: refitted, fitted anew on the features of the INT8 model");
        Assert.AreEqual(1, report.Stages.Count(stage => stage.IsQuantized));

        // What the trainer makes of the features by itself.
        var features = OnnxChain.Stages(quantized).TakeWhile(stage => stage is not IPredictionTransformer<object>).Aggregate(Rows(), (view, stage) => stage.Transform(view));
        string[] expected = ViewRows.Read(Trainer().Fit(features).Transform(features), "Score");
        CollectionAssert.AreEqual(expected, ViewRows.Read(quantized.Transform(Rows()), "Score"));
        SchemaContract.AssertSame(model.GetOutputSchema(Rows().Schema), quantized.GetOutputSchema(Rows().Schema));
        double Accuracy(ITransformer each) => _context.MulticlassClassification.Evaluate(each.Transform(ChainData.Rows(_context, 300, 2))).MicroAccuracy;
        Assert.AreEqual(Accuracy(model), Accuracy(quantized), 0.1);
    }

    [TestMethod]
    public void WhereNoOnnxModelIsQuantized_ThePredictorIsKept()
    {
        using var model = Pipeline(Trainer()).Fit(Rows());
        Assert.AreSame(model, _context.Quantization().Quantize(model, Rows(), out var report, new TrainedModelOptions { RefitTrainer = Trainer() }));
        Assert.IsFalse(report.Stages.Any(stage => stage.IsRefitted));
    }

    [TestMethod]
    public void ATrainer_ThatDoesNotFit_IsRefused()
    {
        using var model = Pipeline(Trainer()).Fit(Rows());
        var catalog = _context.Quantization();
        TrainedModelOptions With(IEstimator<ITransformer> trainer) => new() { Level = QuantizationLevel.Compact, RefitTrainer = trainer };
        ErrorAssert.Throws<ArgumentException>(() => catalog.Quantize(model, Rows(), With(_context.Regression.Trainers.OnlineGradientDescent("Amount", "features"))), "RefitTrainer", "Score");
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => catalog.Quantize(model, ChainData.Unlabelled(_context, Rows()), With(Trainer())), "Label");
        using var unpredicting = _context.Transforms.ApplyOnnxModel("features", "x", _file.Path).Fit(Rows());
        ErrorAssert.Throws<ArgumentException>(() => catalog.Quantize(unpredicting, Rows(), With(Trainer())), "RefitTrainer", "none");
    }

    private Trainers.LbfgsMaximumEntropyMulticlassTrainer Trainer() => _context.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "features");

    private EstimatorChain<ITransformer> Pipeline(IEstimator<ITransformer> trainer) => _context.Transforms.Conversion.MapValueToKey("Label", "Kind")
        .Append(_context.Transforms.ApplyOnnxModel("features", "x", _file.Path))
        .Append(_context.Transforms.CopyColumns("copy", "features"))
        .Append(trainer)
        .Append((IEstimator<ITransformer>)_context.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

    private IDataView Rows() => ChainData.Rows(_context, 400);
}
