using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Benchmarks.Trained;

/// <summary>Linear models of texts, as ML.NET trained them and in INT8: the stage alone, the whole chain, the file, the accuracy.</summary>
internal static class LinearBenchmark
{
    private const int TestRows = 3000;
    private const int Rounds = 5;

    private static readonly Dictionary<string, (string Label, Func<MLContext, IEstimator<ITransformer>> Create)> Trainers = new()
    {
        ["LbfgsMaximumEntropy"] = ("Label", context => context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options { MaximumNumberOfIterations = 12, L1Regularization = 0, L2Regularization = 0.1f, HistorySize = 5 })),
        ["SdcaMaximumEntropy"] = ("Label", context => context.MulticlassClassification.Trainers.SdcaMaximumEntropy(maximumNumberOfIterations: 5)),
        ["AveragedPerceptron, one-versus-all"] = ("Label", context => context.MulticlassClassification.Trainers.OneVersusAll(context.BinaryClassification.Trainers.AveragedPerceptron("Label", numberOfIterations: 1), "Label")),
        ["LbfgsLogistic, binary"] = ("Noun", context => context.BinaryClassification.Trainers.LbfgsLogisticRegression("Noun", l1Regularization: 0)),
        ["SdcaLogistic, binary"] = ("Noun", context => context.BinaryClassification.Trainers.SdcaLogisticRegression("Noun", maximumNumberOfIterations: 10)),
        ["Sdca, regression"] = ("Length", context => context.Regression.Trainers.Sdca("Length", maximumNumberOfIterations: 5)),
    };

    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("Model", "Features", "Classes", "Stage, us a row", "in INT8", "Chain", "in INT8", "One row", "in INT8", "Zip, KB", "in INT8", "Metric", "in INT8", "Labels that differ");
        var context = new MLContext(1);
        int training = arguments.Number("rows", 5000);
        var rows = Glosses.Read(training + TestRows);
        var (train, test) = (context.Data.LoadFromEnumerable(rows.Take(training)), rows.Skip(training).ToList());
        var features = context.Transforms.Text.FeaturizeText("Features", "Text").Fit(train);
        var cached = context.Data.Cache(features.Transform(train), "Features", "Label", "Noun", "Length");
        foreach (var (name, (label, create)) in Trainers.Where(item => arguments.Selects(item.Key)))
        {
            var model = new TransformerChain<ITransformer>(features, create(context).Fit(cached));
            LinearCase.Measure(table, context, $"{Glosses.Name}, {name}", model, train, test, label, Rounds);
        }
    }
}
