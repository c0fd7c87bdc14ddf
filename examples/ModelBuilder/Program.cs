using Examples.Sentiment;
using Microsoft.ML;
using Microsoft.ML.Data;
using static Examples.Sentiment.SentimentModel;

if (args is ["write", _])
{
    ReviewWriter.Write(args[1], rows: 900);
    return 0;
}

// What Model Builder's code does: train, and save the model where the other files look for it.
string trainedFile = Path.ChangeExtension(MLNetModelPath, ".trained.mlnet");
Train(trainedFile);

// What is new: the file is quantized. No other file of the project changes.
File.Copy(trainedFile, MLNetModelPath, overwrite: true);
var report = Quantize(MLNetModelPath);
Console.WriteLine(report);
Console.WriteLine($"SentimentModel.mlnet: {new FileInfo(trainedFile).Length / 1024.0:F1} KB trained, {new FileInfo(MLNetModelPath).Length / 1024.0:F1} KB quantized");
Console.WriteLine();

// Nobody notices: ML.NET alone loads the file and predicts the same, evaluates the same, and finds the same features important.
var mlContext = new MLContext(seed: 1);
IDataView reviews = mlContext.Data.Cache(mlContext.Data.SkipRows(LoadIDataViewFromFile(mlContext, RetrainFilePath), TrainingRows));
ITransformer trained = mlContext.Model.Load(trainedFile, out _), saved = mlContext.Model.Load(MLNetModelPath, out _);
var scores = (Before: trained.Transform(reviews).GetColumn<float>("Score"), After: saved.Transform(reviews).GetColumn<float>("Score"));
int different = scores.Before.Zip(scores.After).Count(pair => BitConverter.SingleToInt32Bits(pair.First) != BitConverter.SingleToInt32Bits(pair.Second));
Console.WriteLine($"Accuracy {Evaluate(mlContext, reviews, trained).Accuracy:P1} before, {Evaluate(mlContext, reviews, saved).Accuracy:P1} after; {different} rows with another score");
foreach (var (feature, loss) in CalculatePFI(mlContext, reviews, saved, nameof(ModelInput.Sentiment)).Take(5))
{
    Console.WriteLine($"  {feature,-24}{loss,8:P1} of accuracy lost without it");
}

// The web API: engines with the fast stage, in a pool.
bool stays = args is ["serve"];
await using var app = SentimentApi.Create(EnginePool.Create(mlContext, LoadQuantized(mlContext, MLNetModelPath)), stays ? "http://127.0.0.1:5000" : "http://127.0.0.1:0");
await app.StartAsync();
Console.WriteLine();
Console.WriteLine($"POST {app.Urls.Single()}/predict");
using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
foreach (string text in new[] { "After a week the handle is solid, I would buy it again.", "So far the sound is great, but the cable is broken, I sent it back." })
{
    var response = await client.PostAsJsonAsync("/predict", new ModelInput { Text = text, Product = "kettle", Days = 30 });
    bool isSame = (await response.Content.ReadFromJsonAsync<ModelOutput>())!.Score == Predict(new ModelInput { Text = text, Product = "kettle", Days = 30 }).Score;
    different += isSame ? 0 : 1;
    Console.WriteLine($"  {text} {await response.Content.ReadAsStringAsync()}");
}

if (stays)
{
    await app.WaitForShutdownAsync();
}

Console.WriteLine();
Console.WriteLine(different == 0 ? "Only the .mlnet file has changed, and it predicts the same." : "The quantized file predicts otherwise.");
return different == 0 && report.IsQuantized ? 0 : 1;
