using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.MixedPrecision;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.MixedPrecision;

namespace Benchmarks;

/// <summary>The ranking of layers from few runs against the ground truth: one layer at a time in INT8, all rows run through each of these models.</summary>
internal static class SensitivityBenchmark
{
    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("model", "layers", "rows", "truth runs", "truth s", "runs", "s", "Spearman", "Spearman, all but one", "sum / whole");
        foreach (var model in LabelledModel.All.Where(model => arguments.Selects(model.Name)))
        {
            if (Assets.Model(model.File) is { } path)
            {
                Compare(table, model, path, arguments);
            }
        }
    }

    private static void Compare(BenchmarkTable table, LabelledModel model, string path, Arguments arguments)
    {
        var options = new QuantizationOptions { OnlyWhereFaster = false };
        TensorValue[][] rows = [.. model.Calibration.Take(arguments.Number("rows", 60)).Select(row => row.Inputs)];
        using var observed = ObservedModel.Create(path, rows, [options], new SilentProgress());
        var calibrated = observed.Calibrate(options, new SilentProgress());

        long start = Stopwatch.GetTimestamp();
        var few = SensitivityAnalysis.Rows(rows, rows.Length);
        var found = SensitivityAnalysis.Run(calibrated, few, new SilentProgress()).ToDictionary(layer => layer.NodeName);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        start = Stopwatch.GetTimestamp();
        var noise = new LayerNoise(calibrated);
        var noisy = new NoisyModel(observed.Prepared, calibrated.Plan, calibrated.Settings with { BiasCorrections = calibrated.Corrections() });
        var errors = new OutputErrors(observed.Prepared, rows, options.RunSettings);
        double[] truth = [.. errors.Measure([.. noise.Layers.Select(layer => (Func<OnnxModel>)(() => noisy.With(noise.Alone(layer))))]).Select(error => error.Mean)];
        double truthSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        NoiseSource[] all = [.. NoiseMap.SourcesOf(calibrated)];
        double whole = errors.Measure(noisy.With(all)).Mean;
        double[] without = arguments.Number("without", 0) == 0
            ? []
            : [.. errors.Measure([.. noise.Layers.Select(layer => (Func<OnnxModel>)(() => noisy.With(all.Except(noise.Alone(layer)))))]).Select(error => error.Mean)];
        double[] shares = [.. noise.Layers.Select(layer => found[layer.Node.Name].ErrorShare)];
        table.Row(
            model.Name, $"{noise.Layers.Count}", $"{rows.Length}", $"{rows.Length * noise.Layers.Count}", Text(truthSeconds, "0.0"), $"{few.Length * noise.Layers.Count}", Text(seconds, "0.0"),
            Text(RankCorrelation.Compute(truth, shares)),
            without.Length == 0 ? "-" : Text(RankCorrelation.Compute([.. without.Select(error => whole - error)], shares)),
            Text(truth.Sum() / whole));
    }

    private static string Text(double value, string format = "0.000") => value.ToString(format, CultureInfo.InvariantCulture);
}
