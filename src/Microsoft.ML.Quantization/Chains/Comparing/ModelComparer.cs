using System.Diagnostics;
using Microsoft.ML.Quantization.Chains.Evaluating;
using Microsoft.ML.Quantization.Chains.Measuring;
using Microsoft.ML.Quantization.Comparison;
using Microsoft.ML.Quantization.Timing;

namespace Microsoft.ML.Quantization.Chains.Comparing;

/// <summary>Quantizes a trained model in several ways, scores the same rows with all, and times them in turn.</summary>
/// <param name="context">The context.</param>
/// <param name="quantizers">What quantizes stages.</param>
/// <param name="onnx">What quantizes ONNX models.</param>
/// <param name="labels">The columns of what is right.</param>
/// <param name="tell">Told of what takes time.</param>
/// <param name="token">Stops between two models and between two rows.</param>
internal sealed class ModelComparer(MLContext context, IReadOnlyList<IStageQuantizer> quantizers, IStageQuantizer onnx, LabelNames labels, Action<string> tell, CancellationToken token)
{
    private const double Level = 0.95;

    public static IReadOnlyList<TrainedModelCandidate> Defaults { get; } =
    [
        new($"{QuantizationLevel.Exact}", new TrainedModelOptions()),
        new($"{QuantizationLevel.Compact}", new TrainedModelOptions { Level = QuantizationLevel.Compact }),
    ];

    public QuantizationComparison Run(ITransformer model, IDataView calibration, IDataView validation, IReadOnlyList<TrainedModelCandidate> candidates)
    {
        CheckNames(candidates);

        // What is wrong with the data or the labels is no candidate's error.
        _ = ModelEvaluator.Run(new PairedModels(validation, model, model, labels), Level, token);
        List<MadeCandidate> made = [];
        foreach (var candidate in candidates)
        {
            token.ThrowIfCancellationRequested();
            tell($"Quantizing by '{candidate.Name}', {made.Count + 1} of {candidates.Count}.");
            made.Add(Make(model, calibration, validation, candidate));
        }

        ITransformer[] models = [model, .. made.Where(each => each.Model != null).Select(each => each.Model!)];
        tell($"Timing {models.Length} models in turn.");
        var table = new ComparedModels(made, Times(models, validation), [.. models.Select(each => SavedSizes.OfFile(context, each, calibration.Schema) ?? 0)], Level);
        var methods = table.ToMethods();
        var metric = table.Metric;
        var chosen = Recommendation.Choose(methods, metric, ComparedWords.OfTrained).Method;
        return new QuantizationComparison(methods, metric, ComparedWords.OfTrained)
        {
            ModelName = StageName.Create(ChainParts.Stages(model).Last()),
            Rows = table.Rows,
            TrainedReport = made.Find(each => each.Candidate.Name == chosen.Name)?.Report,
        };
    }

    private MadeCandidate Make(ITransformer model, IDataView calibration, IDataView validation, TrainedModelCandidate candidate)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            var (quantized, report) = new TrainedModelQuantizer(context, quantizers, onnx, candidate.Options, tell, tell).Run(model, calibration);
            var time = Stopwatch.GetElapsedTime(start);
            return new MadeCandidate(candidate, time) { Model = quantized, Report = report, Evaluation = ModelEvaluator.Run(new PairedModels(validation, model, quantized, labels), Level, token) };
        }
        catch (Exception e) when (e is InvalidOperationException or NotSupportedException or InvalidDataException or ArgumentException)
        {
            tell($"'{candidate.Name}' is left out of the comparison: {e.Message}");
            return new MadeCandidate(candidate, Stopwatch.GetElapsedTime(start)) { Error = e.Message };
        }
    }

    private LatencyRounds Times(ITransformer[] models, IDataView data)
    {
        var head = HeadRows.Create(context, models[0], data, token);
        double[][] times = ReadingTimes.Measure([.. models.Select(each => head.Reading(each, token))]);
        return new LatencyRounds([.. times.Select(rounds => rounds.Select(microseconds => microseconds / head.Rows / 1000).ToArray())]);
    }

    private static void CheckNames(IReadOnlyList<TrainedModelCandidate> candidates)
    {
        if (candidates.GroupBy(candidate => candidate.Name).FirstOrDefault(group => group.Count() > 1 || group.Key == ComparedWords.OfTrained.Line) is { } taken)
        {
            throw new ArgumentException($"More than one line of the table would be called '{taken.Key}'. Give each candidate a name of its own.", nameof(candidates));
        }
    }
}
