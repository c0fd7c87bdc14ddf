using System.Globalization;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
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
            int[] labels = new int[model.Test.Count];
            float[][] expected = ScoredRows.Outputs(OnnxModelReader.Load(file), model.Test, labels);
            TensorValue[][] calibration = [.. model.Calibration.Take(rows).Select(row => row.Inputs)];
            foreach (bool perChannel in new[] { true, false })
            {
                foreach (bool equalized in new[] { false, true })
                {
                    var options = new QuantizationOptions { PerChannel = perChannel, OnlyWhereFaster = false, CrossLayerEqualization = equalized };
                    var result = PostTrainingQuantizer.Run(file, calibration, options, new SilentProgress());
                    float[][] actual = ScoredRows.Outputs(result.Model, model.Test, labels);
                    bool[] Hits(float[][] outputs) => [.. labels.Zip(outputs, (label, scores) => label == ScoredRows.Top(scores))];
                    table.Row(
                        name, changed, perChannel ? "a scale a channel" : "one scale", equalized ? "yes" : "no", Text(model.Test.Count, "#,0"), PairedDifference.Create(Hits(expected), Hits(actual)).ToString(),
                        Text(ScoredRows.Share(expected.Zip(actual, (a, b) => ScoredRows.Top(a) == ScoredRows.Top(b)))), Text(ScoredRows.Sqnr(expected, actual), "0.0"));
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
}
