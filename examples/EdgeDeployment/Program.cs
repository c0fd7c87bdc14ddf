using Examples;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Quantization;

string data = Path.Combine(AppContext.BaseDirectory, "data");
string folder = args.Length > 0 ? args[0] : Path.Combine(AppContext.BaseDirectory, "files");
Directory.CreateDirectory(folder);
string fp32File = Path.Combine(data, "fashion_cnn_fp32.onnx");

var mlContext = new MLContext(seed: 1);
IDataView calibrationImages = mlContext.Data.LoadFromEnumerable(FashionImage.Load(data, "train"));
FashionImage[] images = [.. FashionImage.Load(data, "t10k")];
IDataView testImages = mlContext.Data.Cache(mlContext.Data.LoadFromEnumerable(images));
int[] truth = [.. images.Select(image => image.Class)];

// One calibration pass, numbers for five targets.
(string File, QuantizationTarget Target)[] targets =
[
    ("fashion.x86.onnx", QuantizationTarget.OnnxRuntimeX86),
    ("fashion.arm64.onnx", QuantizationTarget.OnnxRuntimeArm64),
    ("fashion.tensorrt.onnx", QuantizationTarget.TensorRT),
    ("fashion.tflite", QuantizationTarget.LiteRt),
    ("fashion.mlpackage", QuantizationTarget.CoreML),
];
var options = new QuantizationOptions { AlsoFor = [.. targets.Skip(1).Select(each => each.Target)] };
using QuantizedOnnxTransformer model = mlContext.Transforms.Quantize(fp32File, options).Fit(calibrationImages);
TargetReport[] reports = [.. targets.Select(each => model.SaveForTarget(Path.Combine(folder, each.File), each.Target))];

// FP32 and the ONNX files are scored by ML.NET's own transformer, the .tflite file by LiteRT under Node.js. The package for Core ML runs on Apple's systems alone.
int[] fp32 = Classes(mlContext.Transforms.ApplyOnnxModel(fp32File).Fit(testImages).Transform(testImages));
Console.WriteLine($"{images.Length:N0} test images        scored by         top-1  as FP32     size");
Print("fashion_cnn_fp32.onnx", "ONNX Runtime", fp32, new FileInfo(fp32File).Length);
bool accurate = true;
foreach (TargetReport report in reports)
{
    string path = Path.Combine(folder, report.File!);
    (string by, int[]? classes) = Path.GetExtension(path) switch
    {
        ".onnx" => ("ONNX Runtime", Classes(mlContext.Transforms.ApplyOnnxModel(path).Fit(testImages).Transform(testImages))),
        ".tflite" => LiteRt.Score(path, images) is { } scored ? ("LiteRT", scored) : ("no Node.js", null),
        _ => ("Core ML", null),
    };
    accurate &= classes == null || Share(classes, truth) >= Share(fp32, truth) - 0.01;
    Print(report.File!, by, classes, report.Bytes);
}

// The page of this example classifies the first images in the browser, with the file just written.
WebPage.Write(folder, images);
Console.WriteLine();
Console.WriteLine(reports[^1]);
Console.WriteLine($"Files: {folder}");
Console.WriteLine(accurate ? "Every file keeps FP32's accuracy to one point." : "A file loses more than one point of FP32's accuracy.");
return accurate ? 0 : 1;

int[] Classes(IDataView scores)
{
    string column = scores.Schema[^1].Name;
    return [.. scores.GetColumn<float[]>(column).Select(row => Array.IndexOf(row, row.Max()))];
}

void Print(string name, string by, int[]? classes, long bytes) => Console.WriteLine(
    $"{name,-24}{(classes == null ? $"{by}: not run here" : by),-31}"[..(classes == null ? 55 : 37)] + (classes == null ? "" : $"{Share(classes, truth),9:P1}{Share(classes, fp32),9:P1}") + $"{bytes / 1024.0,6:F0} KB");

static double Share(int[] classes, int[] others) => classes.Zip(others, (one, other) => one == other ? 1.0 : 0).Average();
