using System.Globalization;
using System.Numerics.Tensors;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;

namespace Benchmarks;

/// <summary>Quantizes with each method on calibration rows and scores the test rows, which no calibration sees.</summary>
internal static class AccuracyBenchmark
{
    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("model", "method", "rows", "tested", "INT8 tensors", "FP32 top-1 %", "INT8 top-1 %", "points lost", "agreement %", "SQNR dB");
        int rows = arguments.Number("rows", 200);
        foreach (var model in LabelledModel.All.Where(model => arguments.Selects(model.Name)))
        {
            if (Assets.Model(model.File) is not { } path)
            {
                continue;
            }

            var calibration = model.Calibration.Take(rows).Select(row => row.Inputs).ToArray();
            int[] labels = new int[model.Test.Count];
            float[][] expected = Outputs(OnnxModelReader.Load(path), model.Test, labels);
            double before = Share(labels.Zip(expected, (label, scores) => label == Top(scores)));
            foreach (var method in arguments.Methods)
            {
                foreach (var (kind, result) in Quantize(path, calibration, method))
                {
                    float[][] actual = Outputs(result.Model, model.Test, labels);
                    double after = Share(labels.Zip(actual, (label, scores) => label == Top(scores)));
                    table.Row(
                        model.Name, $"{method}{kind}", Text(calibration.Length, "0"), Text(labels.Length, "#,0"), Text(result.Calibration.Tensors.Count, "0"), Text(before), Text(after),
                        Text(before - after), Text(Share(expected.Zip(actual, (a, b) => Top(a) == Top(b)))), Text(Sqnr(expected, actual), "0.0"));
                }
            }
        }
    }

    /// <summary>A model that is left in FP32 because INT8 would be no faster says nothing about accuracy: it is quantized wherever it can be as well.</summary>
    private static IEnumerable<(string Kind, QuantizationResult Result)> Quantize(string path, TensorValue[][] rows, CalibrationMethod method)
    {
        var result = PostTrainingQuantizer.Run(path, rows, new QuantizationOptions { Calibration = method }, new SilentProgress());
        yield return ("", result);
        if (result.Calibration.Tensors.Count == 0)
        {
            var everywhere = new QuantizationOptions { Calibration = method, OnlyWhereFaster = false };
            yield return (", everywhere", PostTrainingQuantizer.Run(path, rows, everywhere, new SilentProgress()));
        }
    }

    private static float[][] Outputs(OnnxModel model, RowSource rows, int[] labels)
    {
        using var run = new SampleRun(model);
        var outputs = new float[rows.Count][];
        Parallel.For(0, outputs.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            var row = rows[i];
            labels[i] = row.Label;
            outputs[i] = run.Outputs(row.Inputs)[0];
        });
        return outputs;
    }

    private static double Sqnr(float[][] expected, float[][] actual)
    {
        double signal = expected.Sum(scores => scores.Sum(value => (double)value * value));
        double noise = expected.Zip(actual, (a, b) => (double)TensorPrimitives.Distance<float>(a, b)).Sum(distance => distance * distance);
        return 10 * Math.Log10(signal / noise);
    }

    private static int Top(float[] scores) => TensorPrimitives.IndexOfMax<float>(scores);

    private static double Share(IEnumerable<bool> hits) => 100 * hits.Average(hit => hit ? 1.0 : 0.0);

    private static string Text(double value, string format = "0.00") => value.ToString(format, CultureInfo.InvariantCulture);
}
