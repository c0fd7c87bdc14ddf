// An application that trains a model in INT8 from the packages alone. The exit code is 0 only if what comes out scores like FP32.
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Quantization;

var mlContext = new MLContext(seed: 1);
var random = new Random(1);
IDataView rows = mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, 64)
    .Select(_ => new Row { Image = [.. Enumerable.Range(0, 28 * 28).Select(_ => (float)random.NextDouble())] })
    .ToList());
float[] expected = Scores(mlContext.Transforms.ApplyOnnxModel(args[0]).Fit(rows));
using QuantizedOnnxTransformer trained = mlContext.Transforms.QuantizeAware(args[0], options: new QuantizationAwareTrainingOptions { Epochs = 1 }).Fit(rows);
double noise = expected.Zip(Scores(trained), (a, b) => Math.Pow(a - b, 2)).Sum();
double decibels = 10 * Math.Log10(expected.Sum(value => (double)value * value) / noise);
Console.WriteLine($".NET {Environment.Version}, trained, {decibels:F1} dB");
Console.WriteLine(decibels > 20 ? "The consumer is content." : "The consumer is not content.");
return decibels > 20 ? 0 : 1;

float[] Scores(ITransformer transformer) => [.. transformer.Transform(rows).GetColumn<float[]>("scores").SelectMany(row => row)];

internal sealed class Row
{
    [ColumnName("image"), VectorType(1, 28, 28)]
    public float[] Image { get; set; } = [];
}
