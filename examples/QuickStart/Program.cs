using Examples;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Quantization;

string data = Path.Combine(AppContext.BaseDirectory, "data");
string fp32File = Path.Combine(data, "fashion_cnn_fp32.onnx");
string int8File = Path.Combine(AppContext.BaseDirectory, "fashion_cnn_int8.onnx");
string reportFile = Path.Combine(AppContext.BaseDirectory, "fashion.report.html");
string zipFile = Path.Combine(AppContext.BaseDirectory, "fashion_cnn_int8.zip");

var mlContext = new MLContext(seed: 1);
IDataView calibrationImages = mlContext.Data.LoadFromEnumerable(FashionImage.Load(data, "train"));
IDataView testImages = mlContext.Data.Cache(mlContext.Data.LoadFromEnumerable(FashionImage.Load(data, "t10k")));

// Calibrate on 500 images, and score others in INT8.
using QuantizedOnnxTransformer int8Model = mlContext.Transforms.Quantize(fp32File).Fit(calibrationImages);

// Save it like any ML.NET model. What is loaded back is ML.NET's own OnnxTransformer: it needs none of this package.
int8Model.SaveOnnx(int8File);
mlContext.Model.Save(int8Model, calibrationImages.Schema, zipFile);
ITransformer loadedModel = mlContext.Model.Load(zipFile, out _);

// The FP32 model, scored row by row as the loaded one is, for comparison.
ITransformer fp32Model = mlContext.Transforms.ApplyOnnxModel(fp32File).Fit(testImages);
Scoring[] results = Scoring.Measure(testImages, fp32Model, loadedModel, int8Model);
(Scoring fp32, Scoring loaded, Scoring int8) = (results[0], results[1], results[2]);

int[] truth = [.. testImages.GetColumn<int>(nameof(FashionImage.Class))];
Console.WriteLine($"{truth.Length:N0} test images          top-1   agreement      size     rows/s");
Print("FP32, ApplyOnnxModel", fp32, fp32File);
Print("INT8, loaded from zip", loaded, zipFile);
Print("INT8, Quantize", int8, int8File);
Console.WriteLine();
Console.WriteLine(int8Model.Report);

// The same and more as a page: plots of every tensor and weight, the graph, what to do about warnings.
int8Model.Report!.SaveHtml(reportFile);
Console.WriteLine($"Report: {reportFile}");
Console.WriteLine();

bool accurate = int8.ShareEqualTo(truth) >= fp32.ShareEqualTo(truth) - 0.01;
bool survived = loaded.ShareEqualTo(int8.Classes) >= 0.999;
Console.WriteLine(accurate ? "INT8 keeps FP32's accuracy to one point." : "INT8 loses more than one point of FP32's accuracy.");
Console.WriteLine(survived ? "The model loaded from the zip scores the same." : "The model loaded from the zip scores differently.");
return accurate && survived ? 0 : 1;

void Print(string name, Scoring scoring, string file)
{
    Console.WriteLine(
        $"{name,-22}{scoring.ShareEqualTo(truth),10:P1}{scoring.ShareEqualTo(fp32.Classes),12:P1}" +
        $"{new FileInfo(file).Length / 1024.0,7:F0} KB{scoring.RowsPerSecond,11:N0}");
}
