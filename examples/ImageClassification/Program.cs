using System.Diagnostics;
using System.Numerics.Tensors;
using Examples;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

const int Shown = 5;
const int CalibratedWhenShared = 100;
const int Compared = 50;

Settings? settings;
try
{
    settings = Settings.From(args);
}
catch (Exception error) when (error is ArgumentException or FormatException)
{
    Console.Error.WriteLine($"{error.Message}\n\n{Settings.Usage}");
    return 1;
}

if (settings == null)
{
    Console.WriteLine(Settings.Usage);
    return 0;
}

string[] labels = File.ReadAllLines(settings.Labels);
List<ImageFile> images = ImageFile.List(settings.Images);
List<ImageFile> calibrationImages = settings.Calibration == settings.Images
    ? [.. images.Take(CalibratedWhenShared)]
    : ImageFile.List(settings.Calibration);
(string input, string output) = FirstInputAndOutput(settings.Model);

var mlContext = new MLContext(seed: 1);
var pipeline = settings.Preprocessing.Append(mlContext.Transforms, input)
    .Append(mlContext.Transforms.Quantize(settings.Model));

long start = Stopwatch.GetTimestamp();
IDataView calibrationData = mlContext.Data.LoadFromEnumerable(calibrationImages);
using var model = pipeline.Fit(calibrationData);
Console.WriteLine($"Calibrated on {calibrationImages.Count} images in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s.");
Console.WriteLine(model.LastTransformer.Report);

start = Stopwatch.GetTimestamp();
int[] classes = Classes(model, images);
double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

foreach ((ImageFile image, int predicted) in images.Zip(classes).Take(Shown))
{
    Console.WriteLine($"{Path.GetFileName(image.Path),-32} {labels[predicted]}");
}

Console.WriteLine($"Classified {images.Count} images in {seconds:F1} s, loading and resizing included.");
(ImageFile Image, int Predicted)[] known = [.. images.Zip(classes).Where(pair => pair.First.Class >= 0)];
if (known.Length > 0)
{
    double top1 = known.Count(pair => pair.Image.Class == pair.Predicted) / (double)known.Length;
    Console.WriteLine($"top-1 on {known.Length} labelled images: {top1:P1}");
}

// The whole pipeline, from a path to scores, in one file that ML.NET loads without this program and without this package.
string zipFile = Path.Combine(AppContext.BaseDirectory, "classifier.zip");
mlContext.Quantization().Save(model, calibrationData.Schema, zipFile);
ITransformer loaded = mlContext.Model.Load(zipFile, out _);
bool same = Classes(loaded, [.. images.Take(Compared)]).SequenceEqual(classes.Take(Compared));
Console.WriteLine($"{zipFile} ({new FileInfo(zipFile).Length / 1e6:F1} MB), loaded back, labels the images {(same ? "the same" : "differently")}.");
return same ? 0 : 1;

int[] Classes(ITransformer classifier, List<ImageFile> files) =>
    [.. classifier.Transform(mlContext.Data.LoadFromEnumerable(files)).GetColumn<float[]>(output).Select(scores => TensorPrimitives.IndexOfMax<float>(scores))];

static (string Input, string Output) FirstInputAndOutput(string modelFile)
{
    using var session = new InferenceSession(modelFile);
    return (session.InputNames[0], session.OutputNames[0]);
}
