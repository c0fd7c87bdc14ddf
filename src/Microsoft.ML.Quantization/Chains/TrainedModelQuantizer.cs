using Microsoft.ML.Data;
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
/// <param name="onnx">What quantizes ONNX models.</param>
/// <param name="options">How to quantize.</param>
/// <param name="tell">Told of what takes time.</param>
/// <param name="warn">Told of what the user should look at.</param>
internal sealed class TrainedModelQuantizer(
    MLContext context, IReadOnlyList<IStageQuantizer> quantizers, IStageQuantizer onnx, TrainedModelOptions options, Action<string> tell, Action<string> warn)
{
    private const string NotMeasured = "What rounding does was not measured: the model adds no column of Single that could be compared.";

    /// <summary>A model that was loaded, with its stages quantized; there are no rows to compare them on.</summary>
    public static ITransformer Load(MLContext context, IReadOnlyList<IStageQuantizer> quantizers, ITransformer model) =>
        ChainParts.Rebuild(model, [.. new ChainWalk(context, quantizers, onnx: null, new TrainedModelOptions { ClearTrainingFields = false }).Run(model, data: null).Select(stage => stage.Taken)]);

    /// <summary>The model with its stages quantized, the model itself where none is, and the report.</summary>
    public (ITransformer Model, TrainedModelReport Report) Run(ITransformer model, IDataView data)
    {
        var settled = Settle(model, data, new ChainWalk(context, quantizers, onnx, options).Run(model, data));
        foreach (string warning in settled.Warnings)
        {
            warn(warning);
        }

        var quantized = ChainParts.Rebuild(model, [.. settled.Stages.Select(stage => stage.Taken)]);
        return (quantized, Report(model, quantized, settled, data));
    }

    private SettledModel Settle(ITransformer model, IDataView data, WalkedStage[] stages)
    {
        if (options is { MaxAccuracyLoss: null, LabelColumnName: null } && ScoredColumns.FindOrNull(data.Schema, Passed(model, stages, stage => stage.Stock).GetOutputSchema(data.Schema)) == null)
        {
            return new SettledModel(stages, null, [], Array.Exists(stages, stage => stage.IsRounded) ? [NotMeasured] : []);
        }

        var labels = new LabelNames(options.LabelColumnName, options.RowGroupColumnName);
        var exact = new ChainWalk(context, quantizers, onnx: null, options.At(QuantizationLevel.Exact));
        QuantizationEvaluation Evaluate(WalkedStage[] walked)
        {
            var models = new PairedModels(options.ValidationData ?? data, Passed(model, walked, stage => stage.Stock), Passed(model, walked, stage => stage.Taken), labels);
            return ModelEvaluator.Run(models, LookLevel.Confidence, options.CancellationToken);
        }

        return new RoundedStages(context, options, Evaluate, stage => exact.Walk(stage.Stock, stage.Input)).Settle(stages);
    }

    /// <summary>The model that rows go through: those without labels go around the stages that map them.</summary>
    private static ITransformer Passed(ITransformer model, WalkedStage[] stages, Func<WalkedStage, ITransformer> choose) => Array.Exists(stages, stage => stage.IsLeftOut)
        ? new TransformerChain<ITransformer>([.. stages.Where(stage => !stage.IsLeftOut).Select(choose)])
        : ChainParts.Rebuild(model, [.. stages.Select(choose)]);

    private TrainedModelReport Report(ITransformer model, ITransformer quantized, SettledModel settled, IDataView data)
    {
        var stages = settled.Stages;
        var models = new Pair<ITransformer>(model, quantized);
        Pair<ITransformer>[] pairs = [.. stages.Select(stage => new Pair<ITransformer>(stage.Stock, stage.Taken))];
        var sizes = Measured(() => SavedSizes.Measure(context, models, data.Schema, pairs));
        var times = Measured(() => Times(model, stages, data));
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
        new(StageName.Create(stage.Stock), stage.IsQuantized, ForeignText.Line(stage.Made.Explanation)) { IsExact = !stage.IsRounded, IsRefitted = stage.IsRefitted, Sizes = sizes, Times = times };

    private ModelTimes Times(ITransformer model, WalkedStage[] stages, IDataView data)
    {
        tell("Timing the stages of the model.");
        Pair<ITransformer>[] passed = [.. stages.Where(stage => !stage.IsLeftOut).Select(stage => new Pair<ITransformer>(stage.Stock, stage.Taken))];
        var models = new Pair<ITransformer>(Passed(model, stages, stage => stage.Stock), Passed(model, stages, stage => stage.Taken));
        var times = new ChainTimes(context, models, passed, options.CancellationToken).Measure(data);
        tell($"Timed the stages of the model on {Words.Whole(times.Rows)} rows.");
        var measured = new Queue<Pair<double>>(times.Stages);
        return times with { Stages = [.. stages.Select(stage => stage.IsLeftOut ? new Pair<double>(double.NaN, double.NaN) : measured.Dequeue())] };
    }

    private static Lazy<T> Measured<T>(Func<T> measure) => new(measure, LazyThreadSafetyMode.PublicationOnly);
}
