using Microsoft.ML.Quantization.Chains.Evaluating;
using Microsoft.ML.Quantization.Chains.Measuring;
using Microsoft.ML.Quantization.Chains.Settling;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Reporting;
using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Chains;

/// <summary>Quantizes a trained model, and says what became of it.</summary>
/// <param name="context">The context.</param>
/// <param name="quantizers">What quantizes stages.</param>
/// <param name="options">How to quantize.</param>
/// <param name="tell">Told of what takes time.</param>
/// <param name="warn">Told of what the user should look at.</param>
internal sealed class TrainedModelQuantizer(MLContext context, IReadOnlyList<IStageQuantizer> quantizers, TrainedModelOptions options, Action<string> tell, Action<string> warn)
{
    /// <summary>A model that was loaded, with its stages quantized; there are no rows to compare them on.</summary>
    public static ITransformer Load(MLContext context, IReadOnlyList<IStageQuantizer> quantizers, ITransformer model) =>
        ChainParts.Rebuild(model, [.. new ChainWalk(context, quantizers, new TrainedModelOptions { ClearTrainingFields = false }).Run(model, data: null).Select(stage => stage.Taken)]);

    /// <summary>The model with its stages quantized, the model itself where none is, and the report.</summary>
    public (ITransformer Model, TrainedModelReport Report) Run(ITransformer model, IDataView data)
    {
        var settled = Settle(model, data, new ChainWalk(context, quantizers, options).Run(model, data));
        foreach (string warning in settled.Warnings)
        {
            warn(warning);
        }

        var quantized = ChainParts.Rebuild(model, [.. settled.Stages.Select(stage => stage.Taken)]);
        return (quantized, Report(model, quantized, settled, data));
    }

    private SettledModel Settle(ITransformer model, IDataView data, WalkedStage[] stages)
    {
        var labels = new LabelNames(options.LabelColumnName, options.RowGroupColumnName);
        var exact = new ChainWalk(context, quantizers, options.At(QuantizationLevel.Exact));
        QuantizationEvaluation Evaluate(ITransformer quantized) =>
            ModelEvaluator.Run(new PairedModels(options.ValidationData ?? data, model, quantized, labels), LookLevel.Confidence, options.CancellationToken);
        return new RoundedStages(context, options, model, Evaluate, stage => exact.Walk(stage.Stock, stage.Input)).Settle(stages);
    }

    private TrainedModelReport Report(ITransformer model, ITransformer quantized, SettledModel settled, IDataView data)
    {
        var stages = settled.Stages;
        var models = new Pair<ITransformer>(model, quantized);
        Pair<ITransformer>[] pairs = [.. stages.Select(stage => new Pair<ITransformer>(stage.Stock, stage.Taken))];
        var sizes = Measured(() => SavedSizes.Measure(context, models, data.Schema, pairs));
        var times = Measured(() => Times(models, pairs, data));
        return new TrainedModelReport([.. stages.Select((stage, i) => Report(stage, () => sizes.Value.Stages[i], () => times.Value.Stages[i]))])
        {
            ComparedRows = stages.Select(stage => stage.ComparedRows).Where(rows => rows > 0).DefaultIfEmpty().Min(),
            Evaluation = settled.Evaluation,
            Attempts = settled.Attempts,
            Warnings = settled.Warnings,
            Sizes = sizes,
            Times = times,
        };
    }

    private static TrainedStageReport Report(WalkedStage stage, Func<Pair<long?>> sizes, Func<Pair<double>> times) =>
        new(StageName.Create(stage.Stock), stage.IsQuantized, ForeignText.Line(stage.Made.Explanation)) { IsExact = !stage.IsRounded, Sizes = sizes, Times = times };

    private ModelTimes Times(Pair<ITransformer> models, Pair<ITransformer>[] stages, IDataView data)
    {
        tell("Timing the stages of the model.");
        var times = new ChainTimes(context, models, stages, options.CancellationToken).Measure(data);
        tell($"Timed the stages of the model on {Words.Whole(times.Rows)} rows.");
        return times;
    }

    private static Lazy<T> Measured<T>(Func<T> measure) => new(measure, LazyThreadSafetyMode.PublicationOnly);
}
