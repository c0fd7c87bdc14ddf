using System.Globalization;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.MixedPrecision;

namespace Benchmarks;

/// <summary>What cross-layer equalization brings, with a scale for each channel and one for all, to models as they are and to such as compute the same with channels apart.</summary>
internal static class EqualizationBenchmark
{
    private static readonly (string Model, string Changed)[] Cases =
    [
        ("MobileNetV2", ""), ("SqueezeNet 1.1", ""), ("SqueezeNet 1.1", "Concat"), ("ResNet-20", ""), ("ResNet-20", "channels apart"), ("ResNet-8", ""), ("ResNet-8", "channels apart"), ("KWS", ""),
    ];

    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("model", "changed", "weights", "equalized", "tested", "points lost (95 % interval)", "agreement %", "SQNR dB");
        int rows = arguments.Number("rows", 200);
        using var scratch = new TemporaryFolder();
        foreach (var (name, changed) in Cases.Where(one => arguments.Selects(one.Model)))
        {
            var model = LabelledModel.All.First(one => one.Name.StartsWith(name, StringComparison.Ordinal));
            if (Assets.Model(model.File) is not { } path)
            {
                continue;
            }

            string file = Change(path, changed, scratch);
            TensorValue[][] calibration = [.. model.Calibration.Take(rows).Select(row => row.Inputs)];
            foreach (bool perChannel in new[] { true, false })
            {
                foreach (bool equalized in new[] { false, true })
                {
                    var options = new QuantizationOptions { PerChannel = perChannel, OnlyWhereFaster = false, CrossLayerEqualization = equalized };
                    var result = PostTrainingQuantizer.Run(file, calibration, options, new SilentProgress());
                    var test = Score.Of(file, result.Model, model.Test);
                    table.Row(name, changed, perChannel ? "a scale a channel" : "one scale", equalized ? "yes" : "no", Text(model.Test.Count, "#,0"), test.Lost, Text(test.Agreement), Text(test.Sqnr, "0.0"));
                }
            }
        }
    }

    private static string Change(string path, string changed, TemporaryFolder scratch)
    {
        string file = scratch.File($"{Path.GetFileNameWithoutExtension(path)}.{changed}.onnx");
        switch (changed)
        {
            case "channels apart":
                return ChannelsApart.Write(path, 4, file);
            case "Concat":
                OnnxModelWriter.Save(new OnnxModel(PlantedLayer.SpreadConcat(OnnxModelReader.Load(path).Proto, 1, 100).Model, path), file);
                return file;
            default:
                return path;
        }
    }

    private static string Text(double value, string format = "0.00") => value.ToString(format, CultureInfo.InvariantCulture);

    private sealed record Score(string Lost, double Agreement, double Sqnr)
    {
        public static Score Of(string file, OnnxModel quantized, RowSource rows)
        {
            using var before = new SampleRun(OnnxModelReader.Load(file));
            using var after = new SampleRun(quantized);
            var (first, second) = (new bool[rows.Count], new bool[rows.Count]);
            var (signal, noise, agreed) = (new double[rows.Count], new double[rows.Count], new bool[rows.Count]);
            Parallel.For(0, rows.Count, i =>
            {
                var row = rows[i];
                float[] expected = before.Outputs(row.Inputs)[0];
                float[] actual = after.Outputs(row.Inputs)[0];
                int top = Array.IndexOf(actual, actual.Max());
                int was = Array.IndexOf(expected, expected.Max());
                (first[i], second[i], agreed[i]) = (was == row.Label, top == row.Label, was == top);
                (signal[i], noise[i]) = (expected.Sum(value => (double)value * value), expected.Zip(actual, (a, b) => ((double)a - b) * ((double)a - b)).Sum());
            });
            return new Score(PairedDifference.Of(first, second).ToString(), 100 * agreed.Average(one => one ? 1.0 : 0.0), 10 * Math.Log10(signal.Sum() / noise.Sum()));
        }
    }
}
