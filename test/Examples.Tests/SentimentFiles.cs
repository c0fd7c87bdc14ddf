using Examples.Sentiment;
using Microsoft.ML;
using static Examples.Sentiment.SentimentModel;

namespace Examples.Tests;

/// <summary>The example's model as it is trained, and quantized, in files that go with the object.</summary>
internal sealed class SentimentFiles : IDisposable
{
    private static readonly Lazy<byte[]> TrainedModel = new(Train);

    private readonly string _folder = Directory.CreateTempSubdirectory("sentiment-").FullName;

    public SentimentFiles()
    {
        File.WriteAllBytes(Trained, TrainedModel.Value);
        File.Copy(Trained, Quantized);
        Assert.IsTrue(SentimentModel.Quantize(Quantized).IsQuantized);
    }

    public string Trained => Path.Combine(_folder, "trained.mlnet");

    public string Quantized => Path.Combine(_folder, "SentimentModel.mlnet");

    /// <summary>Reviews, and what ML.NET's own engine says of them with the model as it was trained.</summary>
    public (List<ModelInput> Reviews, List<ModelOutput> Answers) StockPredictions()
    {
        var context = new MLContext(1);
        List<ModelInput> reviews = [.. context.Data.CreateEnumerable<ModelInput>(LoadIDataViewFromFile(context, RetrainFilePath), reuseRowObject: false).Where(review => !float.IsNaN(review.Days)).Take(300)];
        using var engine = context.Model.CreatePredictionEngine<ModelInput, ModelOutput>(context.Model.Load(Trained, out _));
        return (reviews, [.. reviews.Select(engine.Predict)]);
    }

    public static (bool Label, int Score, int Probability) Bits(ModelOutput output) =>
        (output.PredictedLabel, BitConverter.SingleToInt32Bits(output.Score), BitConverter.SingleToInt32Bits(output.Probability));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Train()
    {
        string file = Path.GetTempFileName();
        try
        {
            SentimentModel.Train(file);
            return File.ReadAllBytes(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
