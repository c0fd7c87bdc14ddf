using System.Globalization;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;

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
            float[][] expected = ScoredRows.Outputs(OnnxModelReader.Load(path), model.Test, labels);
            double before = ScoredRows.Share(labels.Zip(expected, (label, scores) => label == ScoredRows.Top(scores)));
            foreach (var method in arguments.Methods)
            {
                foreach (var (kind, result) in Quantize(path, calibration, method))
                {
                    float[][] actual = ScoredRows.Outputs(result.Model, model.Test, labels);
                    double after = ScoredRows.Share(labels.Zip(actual, (label, scores) => label == ScoredRows.Top(scores)));
                    table.Row(
                        model.Name, $"{method}{kind}", Text(calibration.Length, "0"), Text(labels.Length, "#,0"), Text(result.Calibration.Tensors.Count, "0"), Text(before), Text(after),
                        Text(before - after), Text(ScoredRows.Share(expected.Zip(actual, (a, b) => ScoredRows.Top(a) == ScoredRows.Top(b)))), Text(ScoredRows.Sqnr(expected, actual), "0.0"));
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

    private static string Text(double value, string format = "0.00") => value.ToString(format, CultureInfo.InvariantCulture);
}
