// An application that knows this library as its users do: it quantizes a model, scores, saves, loads and reports.
// The exit code is 0 only if everything that comes back is right.
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Quantization;

string model = args[0];
string folder = Directory.CreateDirectory(args[1]).FullName;
string zip = Path.Combine(folder, "int8.zip");
string onnx = Path.Combine(folder, "int8.onnx");
string table = Path.Combine(folder, "calibration.json");

var mlContext = new MLContext(seed: 1);
IDataView calibrationRows = Rows(seed: 1);
IDataView rows = Rows(seed: 2);
float[] expected = Scores(mlContext.Transforms.ApplyOnnxModel(model).Fit(rows));

using QuantizedOnnxTransformer int8 = mlContext.Transforms.Quantize(model).Fit(calibrationRows);
float[] scores = Scores(int8);
mlContext.Model.Save(int8, calibrationRows.Schema, zip);
int8.SaveOnnx(onnx);
int8.Calibration!.Save(table);
using QuantizedOnnxTransformer again = mlContext.Transforms.Quantize(model, new QuantizationOptions { CalibrationTable = CalibrationTable.Load(table) }).Fit(calibrationRows);

Console.WriteLine($".NET {Environment.Version}, {int8.Report!.Nodes.Count(node => node.IsFused)} nodes in INT8, {Decibels(expected, scores):F1} dB");
bool right = true;
Check("INT8 runs", int8.Report.Nodes.Any(node => node.IsFused));
Check("INT8 scores like FP32", Decibels(expected, scores) > 20);
Check("ML.NET loads the zip", Decibels(scores, Scores(mlContext.Model.Load(zip, out _))) > 60);
Check("the library loads the zip", Scores(mlContext.Quantization().Load(zip, out _)).SequenceEqual(scores));
Check("ML.NET loads the ONNX file", Decibels(scores, Scores(mlContext.Transforms.ApplyOnnxModel(onnx).Fit(rows))) > 60);
Check("the calibration table gives the same model", Scores(again).SequenceEqual(scores));
Check("a PredictionEngine scores", Decibels(scores[..10], Predict(int8)) > 60);
Check("the report is written", int8.Report.ToHtml().Contains("</html>") && int8.Report.ToJson().Contains("\"nodes\"") && int8.Report.ToString().Length > 0);
Check("it evaluates", mlContext.Quantization().Evaluate(rows, int8, labelColumnName: "Label").ToString().Contains("MicroAccuracy"));
Console.WriteLine(right ? "The consumer is content." : "The consumer is not content.");
return right ? 0 : 1;

void Check(string what, bool holds)
{
    right &= holds;
    if (!holds)
    {
        Console.WriteLine($"Not so: {what}.");
    }
}

IDataView Rows(int seed)
{
    var random = new Random(seed);
    return mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, 200)
        .Select(row => new Row { Image = [.. Enumerable.Range(0, 28 * 28).Select(_ => (float)random.NextDouble())], Label = row % 10 })
        .ToList());
}

float[] Scores(ITransformer transformer) => [.. transformer.Transform(rows).GetColumn<float[]>("scores").SelectMany(row => row)];

float[] Predict(ITransformer transformer)
{
    using var engine = mlContext.Model.CreatePredictionEngine<Row, Scored>(transformer, new PredictionEngineOptions { OwnsTransformer = false });
    return engine.Predict(mlContext.Data.CreateEnumerable<Row>(rows, reuseRowObject: false).First()).Scores;
}

static double Decibels(float[] expected, float[] actual)
{
    double noise = expected.Zip(actual, (a, b) => Math.Pow(a - b, 2)).Sum();
    return 10 * Math.Log10(expected.Sum(value => (double)value * value) / noise);
}

internal sealed class Row
{
    [ColumnName("image"), VectorType(1, 28, 28)]
    public float[] Image { get; set; } = [];

    public int Label { get; set; }
}

internal sealed class Scored
{
    [ColumnName("scores")]
    public float[] Scores { get; set; } = [];
}
