using Microsoft.ML;
using Microsoft.ML.Quantization;

namespace Benchmarks.Trained;

/// <summary>The report and the comparison of a chain as AutoML builds it: what the README shows. The page is left in the folder of temporary files.</summary>
internal static class ReportBenchmark
{
    private const int TrainingRows = 20_000;
    private const int TestRows = 10_000;

    public static void Run()
    {
        var context = new MLContext(1);
        var rows = context.Data.Cache(context.Data.LoadFromEnumerable(GemRow.Create(TrainingRows + TestRows, 1).ToList()));
        var (training, test) = (context.Data.TakeRows(rows, TrainingRows), context.Data.SkipRows(rows, TrainingRows));
        var model = context.Transforms.ReplaceMissingValues("Measures")
            .Append(context.Transforms.Categorical.OneHotEncoding([new InputOutputColumnPair("Cut"), new InputOutputColumnPair("Color"), new InputOutputColumnPair("Clarity")]))
            .Append(context.Transforms.Concatenate("Features", "Measures", "Cut", "Color", "Clarity"))
            .Append(context.BinaryClassification.Trainers.FastTree("Dear", numberOfTrees: 300, numberOfLeaves: 32))
            .Fit(training);
        var options = new TrainedModelOptions { Level = QuantizationLevel.Compact, MaxAccuracyLoss = 0.005, LabelColumnName = "Dear", ValidationData = test };
        context.Quantization().WithTrainedModels().Quantize(model, training, out TrainedModelReport report, options);
        string page = Path.Combine(Path.GetTempPath(), "trained-report.html");
        report.SaveHtml(page);
        Console.WriteLine(report);
        Console.WriteLine();
        Console.WriteLine(report.ToMarkdown());
        Console.WriteLine(context.Quantization().WithTrainedModels().Compare(
            training,
            test,
            model,
            "Dear",
            [
                new TrainedModelCandidate("Exact", new TrainedModelOptions()),
                new TrainedModelCandidate("Compact", new TrainedModelOptions { Level = QuantizationLevel.Compact }),
                new TrainedModelCandidate("Compact, 12-bit leaves", new TrainedModelOptions { Level = QuantizationLevel.Compact, LeafBits = 12 }),
            ]));
        Console.WriteLine(page);
    }
}
