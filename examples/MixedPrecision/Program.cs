using Examples;
using Microsoft.ML;
using Microsoft.ML.Quantization;

const int ValidationImages = 1000;
const double Budget = 0.02;

string data = Path.Combine(AppContext.BaseDirectory, "data");
string modelFile = Path.Combine(AppContext.BaseDirectory, "fashion_cnn_one_bad_layer.onnx");

// A model that computes what the QuickStart's does, but in one layer the channels' magnitudes differ up to 1,600 times.
UnevenChannels.Write(Path.Combine(data, "fashion_cnn_fp32.onnx"), modelFile, spread: 40, only: "depthwise1.bn");

var mlContext = new MLContext(seed: 1);
FashionImage[] others = [.. FashionImage.Load(data, "t10k")];
IDataView calibrationImages = mlContext.Data.LoadFromEnumerable(FashionImage.Load(data, "train"));
IDataView validationImages = mlContext.Data.LoadFromEnumerable(others.Take(ValidationImages).ToArray());
IDataView testImages = mlContext.Data.LoadFromEnumerable(others.Skip(ValidationImages).ToArray());

// One scale for all channels of a weight, as many accelerators want it: the small channels of that layer have no steps left. The default effort would
// mend much of that by itself; this example leaves it to the budget.
var perTensor = new QuantizationOptions { PerChannel = false, OnlyWhereFaster = false, Effort = QuantizationEffort.Fast };
using QuantizedOnnxTransformer all = mlContext.Transforms.Quantize(modelFile, perTensor).Fit(calibrationImages);

// With a budget Fit tries, from cheap to dear, until a model is proven to lose no more.
using QuantizedOnnxTransformer mixed = mlContext.Transforms.Quantize(modelFile, perTensor with
{
    Budget = new QuantizationBudget { MaxAccuracyLoss = Budget, LabelColumnName = nameof(FashionImage.Class), ValidationData = validationImages },
}).Fit(calibrationImages);

Console.WriteLine("What was tried:");
foreach (QuantizationAttempt attempt in mixed.Report!.Attempts)
{
    Console.WriteLine($"  {(attempt.IsAccepted ? "taken   " : "rejected")}  {attempt}");
}

IReadOnlyList<string> inFloat = mixed.Report.Attempts.Single(attempt => attempt.IsAccepted).FloatNodes;
Console.WriteLine($"\nLeft in FP32 for accuracy: {string.Join(", ", inFloat)}\n");

// On images that nothing was chosen by.
Console.WriteLine($"{others.Length - ValidationImages:N0} test images     FP32     INT8    points lost (95 % interval)    time of FP32's");
MetricComparison before = Print("all in INT8", all);
MetricComparison after = Print("mixed precision", mixed);

bool kept = before.Loss > Budget && after.Loss <= Budget && inFloat.Count <= 3;
Console.WriteLine(kept ? "\nA few nodes in FP32 bring the accuracy back." : "\nMixed precision did not bring the accuracy back.");
return kept ? 0 : 1;

MetricComparison Print(string name, QuantizedOnnxTransformer model)
{
    MetricComparison accuracy = mlContext.Quantization().Evaluate(testImages, model, nameof(FashionImage.Class)).Primary!;
    ConfidenceInterval interval = accuracy.Interval;
    string lost = $"{100 * accuracy.Loss:F1} ({100 * interval.Low:F1} to {100 * interval.High:F1})";
    Console.WriteLine($"{name,-18}{accuracy.Float,8:P1}{accuracy.Quantized,9:P1}{lost,31}{model.Report!.QuantizedLatency / model.Report.FloatLatency,18:F2}");
    return accuracy;
}
