using Examples;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Quantization;

string data = Path.Combine(AppContext.BaseDirectory, "data");
string evenFile = Path.Combine(data, "fashion_cnn_fp32.onnx");
string unevenFile = Path.Combine(AppContext.BaseDirectory, "fashion_cnn_uneven_fp32.onnx");
UnevenChannels.Write(evenFile, unevenFile);

var mlContext = new MLContext(seed: 1);
IDataView trainingImages = mlContext.Data.LoadFromEnumerable(FashionImage.Load(data, "train"));
IDataView testImages = mlContext.Data.LoadFromEnumerable(FashionImage.Load(data, "t10k"));
int[] truth = [.. testImages.GetColumn<int>(nameof(FashionImage.Class))];

// Many accelerators want one scale for all channels of a weight: the case in which training pays. For a model this small
// one thread is as quick as two. The default effort mends this model without training; what training does shows best without it.
var perTensor = new QuantizationOptions { PerChannel = false, OnlyWhereFaster = false, Effort = QuantizationEffort.Fast };
var training = new QuantizationAwareTrainingOptions { Quantization = perTensor, Epochs = 10, LearningRate = 1e-3, Threads = 1 };

// Training reports its progress, as everything in ML.NET does, through the context's log.
mlContext.Log += (_, entry) =>
{
    if (entry.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Info && entry.RawMessage.StartsWith("Epoch", StringComparison.Ordinal))
    {
        Console.Error.WriteLine($"    {entry.RawMessage}");
    }
};

Console.WriteLine($"{truth.Length:N0} test images, top-1            as trained   channels uneven");
double[] fp32 = Row("FP32", file => mlContext.Transforms.ApplyOnnxModel(file).Fit(testImages));
double[] post = Row("INT8, Quantize", file => mlContext.Transforms.Quantize(file, perTensor).Fit(trainingImages));
double[] aware = Row("INT8, QuantizeAware", file => mlContext.Transforms.QuantizeAware(file, nameof(FashionImage.Class), training).Fit(trainingImages));
double[] taught = Row("INT8, QuantizeAware, no labels", file => mlContext.Transforms.QuantizeAware(file, options: training).Fit(trainingImages));

double recovered = (aware[1] - post[1]) / (fp32[1] - post[1]);
double recoveredWithoutLabels = (taught[1] - post[1]) / (fp32[1] - post[1]);
Console.WriteLine();
Console.WriteLine($"Of what quantization costs the uneven model, training brings back {recovered:P0}, without labels {recoveredWithoutLabels:P0}.");
return recovered > 0.5 && recoveredWithoutLabels > 0.5 ? 0 : 1;

double[] Row(string name, Func<string, ITransformer> fit)
{
    double[] results = [.. new[] { evenFile, unevenFile }.Select(file => TopOne(fit(file)))];
    Console.WriteLine($"{name,-32}{results[0],12:P2}{results[1],18:P2}");
    return results;
}

double TopOne(ITransformer model)
{
    using var _ = model as IDisposable;
    IEnumerable<float[]> scores = model.Transform(testImages).GetColumn<float[]>("scores");
    return scores.Zip(truth, (score, label) => Array.IndexOf(score, score.Max()) == label ? 1.0 : 0.0).Average();
}
