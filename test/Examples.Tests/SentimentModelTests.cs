using Examples.Sentiment;
using Microsoft.ML;
using static Examples.Sentiment.SentimentModel;

namespace Examples.Tests;

/// <summary>The other files of the example with the quantized model: ML.NET alone loads it.</summary>
[TestClass]
public sealed class SentimentModelTests : IDisposable
{
    private readonly SentimentFiles _files = new();

    public void Dispose() => _files.Dispose();

    [TestMethod]
    public void TheQuantizedFile_IsSmaller_AndPredictsTheSame()
    {
        Assert.IsLessThan(new FileInfo(_files.Trained).Length, new FileInfo(_files.Quantized).Length);
        var context = new MLContext(1);
        using var engine = context.Model.CreatePredictionEngine<ModelInput, ModelOutput>(context.Model.Load(_files.Quantized, out _));
        var (reviews, expected) = _files.StockPredictions();
        CollectionAssert.AreEqual(expected.Select(SentimentFiles.Bits).ToList(), reviews.Select(engine.Predict).Select(SentimentFiles.Bits).ToList());
    }

    [TestMethod]
    public void FeatureImportanceAndMetrics_AreThoseOfTheTrainedModel()
    {
        var (expected, actual) = (Judge(_files.Trained), Judge(_files.Quantized));
        Assert.AreEqual(expected.Accuracy, actual.Accuracy);
        Assert.IsGreaterThan(0, expected.Importance[0].Item2);
        CollectionAssert.AreEqual(expected.Importance, actual.Importance);
    }

    private static (double Accuracy, List<Tuple<string, double>> Importance) Judge(string file)
    {
        var context = new MLContext(1);
        var data = context.Data.Cache(context.Data.TakeRows(context.Data.SkipRows(LoadIDataViewFromFile(context, RetrainFilePath), TrainingRows), 100));
        var model = context.Model.Load(file, out _);
        return (SentimentModel.Evaluate(context, data, model).Accuracy, CalculatePFI(context, data, model, nameof(ModelInput.Sentiment)));
    }
}
