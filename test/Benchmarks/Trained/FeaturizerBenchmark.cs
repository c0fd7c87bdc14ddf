using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Statistics;
using Microsoft.ML.Transforms.Onnx;

namespace Benchmarks.Trained;

/// <summary>The route by which AutoML classifies images: ResNet18 as a featurizer and a linear classifier, here of animals and things.</summary>
internal static class FeaturizerBenchmark
{
    private const int TimedRows = 8;
    private const int Rounds = 3;

    // The classes of ImageNet up to this one are animals.
    private const int LastAnimal = 397;

    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("Classifier", "MB", "of the size", "ms a row", "of the time", "accuracy", "points lost (95 %)");
        var context = new MLContext(1);

        // One thread: those that wait for others take processor time.
        context.SetOnnxSessionOption(new OnnxSessionOptions { CreateSessionOptions = () => new Microsoft.ML.OnnxRuntime.SessionOptions { IntraOpNumThreads = 1 } });
        var training = Images(context, "imagenet_calib500", arguments.Number("rows", 150));
        var test = Images(context, "imagenet_val650", arguments.Number("test", 250));
        using var featurizer = Featurizer(context).Fit(training);
        var features = context.Data.Cache(featurizer.Transform(training), "features", "Label");
        var model = featurizer.Append(Trainer(context).Fit(features));
        bool[] before = Right(model.Transform(test));
        var few = context.Data.TakeRows(test, TimedRows);
        table.Row(["FP32", .. Sizes(context, model, model, training), $"{1000 * Seconds(model, few):f1}", "1.00", $"{before.Average(right => right ? 100.0 : 0):f2} %", ""]);
        foreach (bool refits in new[] { false, true })
        {
            var options = new TrainedModelOptions
            {
                OnnxStages = new QuantizationOptions { MaxCalibrationRows = 60, IntraOpThreads = 1 },
                RefitTrainer = refits ? Trainer(context) : null,
            };
            var quantized = context.Quantization().Quantize(model, training, out var report, options);
            Console.WriteLine(report);
            bool[] after = Right(quantized.Transform(test));
            var times = ProcessorTime.Measure(Rounds, () => Read(model, few), () => Read(quantized, few));
            table.Row([refits ? "INT8, fitted anew" : "INT8", .. Sizes(context, quantized, model, training), $"{1000 * times[1] / TimedRows:f1}", $"{times[1] / times[0]:f2}", $"{after.Average(right => right ? 100.0 : 0):f2} %", Loss(before, after)]);

            // Not disposed of: it shares the stage that scales the pixels with the other.
        }
    }

    private static EstimatorChain<ITransformer> Featurizer(MLContext context) => context.Transforms.LoadImages("image", null, "Path")
        .Append(context.Transforms.ResizeImages("image", 224, 224))
        .Append(context.Transforms.ExtractPixels("pixels", "image"))
        .Append((IEstimator<ITransformer>)context.Transforms.DnnFeaturizeImage("features", input => input.ModelSelector.ResNet18(context, input.OutputColumn, input.InputColumn), "pixels"));

    private static Microsoft.ML.Trainers.LbfgsLogisticRegressionBinaryTrainer Trainer(MLContext context) => context.BinaryClassification.Trainers.LbfgsLogisticRegression("Label", "features");

    private static IDataView Images(MLContext context, string name, int rows)
    {
        string folder = Assets.Data(name);
        var lines = File.ReadLines(Path.Combine(folder, "labels.txt")).Where(line => line.Length > 0).Select(line => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)).ToArray();

        // Spread over all, which are sorted by class.
        return context.Data.LoadFromEnumerable(Enumerable.Range(0, Math.Min(rows, lines.Length)).Select(i => lines[(int)((long)i * lines.Length / Math.Min(rows, lines.Length))])
            .Select(line => new Image { Path = Path.Combine(folder, line[0]), Label = int.Parse(line[^1], CultureInfo.InvariantCulture) <= LastAnimal }).ToArray());
    }

    private static bool[] Right(IDataView scored) => [.. scored.GetColumn<bool>("PredictedLabel").Zip(scored.GetColumn<bool>("Label"), (predicted, label) => predicted == label)];

    private static string Loss(bool[] before, bool[] after)
    {
        int lost = before.Zip(after).Count(pair => pair is { First: true, Second: false });
        int won = before.Zip(after).Count(pair => pair is { First: false, Second: true });
        var interval = PairedAccuracy.Interval(new PairedCounts(before.Length, lost, won), 0.95);
        return $"{100.0 * (lost - won) / before.Length:f2} ({100 * interval.Low:f2} to {100 * interval.High:f2})";
    }

    private static string[] Sizes(MLContext context, ITransformer model, ITransformer original, IDataView rows)
    {
        long Size(ITransformer each)
        {
            using var stream = new MemoryStream();
            context.Model.Save(each, rows.Schema, stream);
            return stream.Length;
        }

        long size = Size(model);
        return [$"{size / 1e6:f1}", $"{(double)size / Size(original):f2}"];
    }

    private static double Seconds(ITransformer model, IDataView rows) => ProcessorTime.Measure(1, () => Read(model, rows))[0] / TimedRows;

    private static void Read(ITransformer model, IDataView rows) => _ = model.Transform(rows).GetColumn<float>("Score").Count();

    private sealed class Image
    {
        public string Path { get; set; } = "";

        public bool Label { get; set; }
    }
}
