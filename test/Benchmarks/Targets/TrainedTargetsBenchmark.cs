using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Training.Quantizing;

namespace Benchmarks.Targets;

/// <summary>Models quantized for LiteRT after training and with it, their files scored in LiteRT on the same test rows.</summary>
internal static class TrainedTargetsBenchmark
{
    private const int CalibrationRows = 500;

    /// <summary>The models, and how many epochs they train unless <c>--epochs</c> says otherwise.</summary>
    private static readonly Dictionary<string, int> Epochs = new(StringComparer.Ordinal) { ["ResNet-8"] = 4, ["KWS DS-CNN"] = 10 };

    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("model", "tested in LiteRT", "FP32 %", "post-training %", "lost against FP32 (95 %)", "trained on", "epochs", "trained %", "lost against FP32 (95 %)", "lost against post-training (95 %)", "minutes");
        using var scratch = new TemporaryFolder();
        foreach (var scenario in TrainingScenarios.All(scratch.Path).Where(scenario => Epochs.ContainsKey(scenario.Name) && arguments.Selects(scenario.Name)))
        {
            var quantization = scenario.Quantization with { Target = QuantizationTarget.LiteRt };
            bool[] original = ScoredHits.Here(OnnxModelReader.Load(scenario.ModelFile), scenario.Test);
            using var post = PostTrainingQuantizer.Run(scenario.ModelFile, Calibration(scenario.Training), quantization, new SilentProgress()).Model;
            bool[] before = ScoredHits.LiteRt(post, scenario.Test);
            var set = scenario.Set(arguments.Number("rows", int.MaxValue));
            var options = new QuantizationAwareTrainingOptions
            {
                Quantization = quantization,
                Epochs = arguments.Number("epochs", Epochs[scenario.Name]),
                LearningRate = scenario.LearningRate,
                Threads = arguments.Number("threads", Environment.ProcessorCount),
            };
            long start = Stopwatch.GetTimestamp();
            using var trained = QuantizationAwareTrainer.Run(scenario.ModelFile, Calibration(scenario.Training), set, options, new ErrorStreamProgress()).Model;
            double minutes = Stopwatch.GetElapsedTime(start).TotalMinutes;
            bool[] after = ScoredHits.LiteRt(trained, scenario.Test);
            table.Row(
                scenario.Name, Text(scenario.Test.Count, "#,0"), Share(original), Share(before), $"{PairedDifference.Create(original, before)}", Text(set.Rows.Count, "#,0"), Text(options.Epochs, "0"),
                Share(after), $"{PairedDifference.Create(original, after)}", $"{PairedDifference.Create(before, after)}", Text(minutes, "0.0"));
        }
    }

    private static IEnumerable<TensorValue[]> Calibration(RowSource rows) => rows.Take(CalibrationRows).Select(row => row.Inputs);

    private static string Share(bool[] hits) => Text(ScoredRows.Share(hits), "0.00");

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
