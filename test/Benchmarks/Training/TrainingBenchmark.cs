using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Training.Quantizing;

namespace Benchmarks;

/// <summary>Quantizes after training by each method, then with training, and scores the same test rows with all of them.</summary>
internal static class TrainingBenchmark
{
    private const string Recipe = "recipe";

    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("model", "tested", "FP32 %", "best method without", "points lost", "recipe alone lost", "trained on", "epochs", "INT8 %", "points lost (95 % interval)", "minutes");
        using var scratch = new TemporaryFolder();
        foreach (var scenario in TrainingScenarios.All(scratch.Path).Where(scenario => arguments.Selects(scenario.Name) && (arguments.Target == null || IsPlain(scenario))))
        {
            var test = scenario.Test;
            bool[] original = ScoredHits.Here(OnnxModelReader.Load(scenario.ModelFile), test);
            var post = PostTraining(scenario, arguments).ToDictionary(result => result.Name, result => PairedDifference.Create(original, ScoredHits.Here(result.Model, test)));
            post.Remove(Recipe, out var recipe);
            var best = post.MinBy(result => result.Value.Points);
            var set = scenario.Set(arguments.Number("rows", int.MaxValue));
            var options = new QuantizationAwareTrainingOptions
            {
                Quantization = arguments.Target is { } target ? scenario.Quantization with { Target = target } : scenario.Quantization,
                Epochs = arguments.Number("epochs", scenario.Epochs),
                LearningRate = scenario.LearningRate,
                Threads = arguments.Number("threads", Environment.ProcessorCount),
            };
            var watch = Stopwatch.StartNew();
            var trained = QuantizationAwareTrainer.Run(scenario.ModelFile, set.Rows.Read().Take(500).Select(row => row.Inputs), set, options, new ErrorStreamProgress());
            double minutes = watch.Elapsed.TotalMinutes;
            bool[] hits = arguments.Target == QuantizationTarget.LiteRt ? ScoredHits.LiteRt(trained.Model, test) : ScoredHits.Here(trained.Model, test);
            table.Row(
                scenario.Name, Text(test.Count, "#,0"), Share(original), best.Key, Text(best.Value.Points), recipe!.ToString(), Text(set.Rows.Count, "#,0"), Text(options.Epochs, "0"),
                Share(hits), PairedDifference.Create(original, hits).ToString(), Text(minutes, "0.0"));
        }
    }

    private static IEnumerable<(string Name, OnnxModel Model)> PostTraining(TrainingScenario scenario, Arguments arguments)
    {
        var rows = scenario.Training.Take(500).Select(row => row.Inputs).ToArray();
        var alike = new QuantizationOptions { PerChannel = scenario.Quantization.PerChannel, OnlyWhereFaster = scenario.Quantization.OnlyWhereFaster };
        foreach (var method in arguments.Methods)
        {
            var options = alike with { Calibration = method, Effort = QuantizationEffort.Fast };
            yield return (method.ToString(), PostTrainingQuantizer.Run(scenario.ModelFile, rows, options, new SilentProgress()).Model);
        }

        yield return (Recipe, PostTrainingQuantizer.Run(scenario.ModelFile, rows, alike, new SilentProgress()).Model);
    }

    /// <summary>Models as they are; the others are made to quantize badly, which is the same for any target.</summary>
    private static bool IsPlain(TrainingScenario scenario) => !scenario.Name.Contains(',', StringComparison.Ordinal);

    private static string Share(bool[] hits) => Text(ScoredRows.Share(hits));

    private static string Text(double value, string format = "0.00") => value.ToString(format, CultureInfo.InvariantCulture);
}
