using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Rewriting;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>An FP32 model with a plan and a range for every tensor that it quantizes: all that is needed to write INT8, or to train for it.</summary>
internal sealed class CalibratedModel
{
    /// <summary>Four of these with INT8 weights, one for each calibration method, are as large as the FP32 model.</summary>
    private const long LargestKept = 100_000_000;

    private readonly ObservedModel _model;
    private readonly QuantizationOptions _options;
    private readonly IQuantizationProgress _progress;
    private CalibrationTable _chosen;
    private string _because = "";
    private readonly Lazy<Dictionary<string, float[]>> _corrections;
    private OnnxModel? _rewritten;

    public CalibratedModel(ObservedModel model, QuantizationPlan plan, CalibrationTable table, QuantizationOptions options, IQuantizationProgress progress)
        : this(model, table, new RecipeDraft(model.Prepared, plan, table.Having(RecipeSteps.None), options) { Channels = model.Channels }, progress)
    {
    }

    private CalibratedModel(ObservedModel model, CalibrationTable chosen, RecipeDraft draft, IQuantizationProgress progress)
    {
        (_model, _chosen, _options, _progress) = (model, chosen, draft.Options, progress);
        (Prepared, Plan, Table, Settings, RoundingGains) = (draft.Prepared, draft.Plan, draft.Table, draft.Settings, draft.RoundingGains);
        _corrections = new Lazy<Dictionary<string, float[]>>(() => _options.BiasCorrection ? BiasCorrections.Compute(Prepared, Plan, draft.Table.ChannelMeans, Settings, Together(Prepared)) : []);
    }

    /// <summary>The FP32 model in the form that is quantized, its channels in the units that INT8 has them in.</summary>
    public OnnxModel Prepared { get; }

    /// <summary>The same before any pass, which is what results are compared with: passes may clip what the model does not.</summary>
    public OnnxModel Original => _model.Prepared;

    public QuantizationPlan Plan { get; }

    /// <summary>Whether nothing runs in INT8.</summary>
    public bool IsFloat => Plan.IsEmpty;

    public CalibrationTable Table { get; private set; }

    /// <summary>What became of the steps that were tried.</summary>
    public IReadOnlyList<RecipeDecision> Decisions { get; private set; } = [];

    /// <summary>By how many decibels the error of each layer's rounded weights fell at its output, by node name.</summary>
    public IReadOnlyDictionary<string, double> RoundingGains { get; }

    /// <summary>What it was calibrated with, the method being the one that was chosen.</summary>
    public QuantizationOptions Options => _options;

    /// <summary>How to write it, biases as they are.</summary>
    public QdqSettings Settings { get; }

    /// <summary>What to add to the biases, by node name; empty where that was not asked for.</summary>
    public IReadOnlyDictionary<string, float[]> Corrections() => _corrections.Value;

    /// <summary>The same model and options with another plan.</summary>
    /// <param name="plan">The plan, all of which was observed.</param>
    /// <param name="floatNodes">What it leaves in FP32 against the options.</param>
    public CalibratedModel With(QuantizationPlan plan, IReadOnlyList<string> floatNodes) =>
        new(_model, plan, _model.Calibrate(plan, _options).Leaving(floatNodes), _options, _progress);

    /// <summary>The same plan and options with other steps, which start from the ranges that the method chose.</summary>
    public CalibratedModel With(RecipeSteps steps) => With(RecipePasses.Run(Draft, steps), steps);

    /// <summary>The same plan and options with the numbers that steps left.</summary>
    public CalibratedModel With(RecipeDraft numbers, RecipeSteps steps) => new(_model, _chosen, numbers with { Table = numbers.Table.Having(steps) }, _progress);

    /// <summary>The same plan and options with steps that were judged, and ranges from all rows, those too that were held back.</summary>
    public CalibratedModel Refitted(RecipeDraft judged, RecipeSteps steps) => With(RecipePasses.Run(Draft.Refitting(judged, _model.AllStatistics), steps), steps);

    /// <summary>The same steps with another plan, and options that lead to it.</summary>
    public CalibratedModel Replanned(QuantizationPlan plan, QuantizationOptions options)
    {
        var model = new CalibratedModel(_model, plan, _model.Calibrate(plan, options), options, _progress);
        return Table.Steps.On == RecipeStep.None ? model : model.With(Table.Steps);
    }

    /// <summary>The numbers before any step.</summary>
    public RecipeDraft Draft => new(_model.Prepared, Plan, _chosen, _options) { Channels = _model.Channels, Statistics = _options.CalibrationTable == null ? _model.Statistics : null };

    /// <summary>The same with ranges that are chosen without the rows that are held back.</summary>
    public CalibratedModel HoldingBack()
    {
        var model = new CalibratedModel(_model, Plan, _model.HoldingBack(_chosen, Plan, _options), _options, _progress);
        return _because.Length == 0 ? model : model.Because(_because);
    }

    /// <summary>The same with a record of what became of the steps that were tried.</summary>
    public CalibratedModel Deciding(IReadOnlyList<RecipeDecision> decisions)
    {
        Decisions = decisions;
        return this;
    }

    /// <summary>The same with a reason more for every range.</summary>
    public CalibratedModel Because(string reason)
    {
        var model = (CalibratedModel)MemberwiseClone();
        (model.Table, model._chosen, model._because) = (Table.Because(reason), _chosen.Because(reason), reason);
        return model;
    }

    /// <summary>The quantized model as it is, to be measured; a small one is kept for the first <see cref="Write()"/>.</summary>
    public OnnxModel Rewrite()
    {
        var rewritten = _rewritten ?? Rewritten(Prepared, Corrected());
        _rewritten ??= Prepared.DataFolder == null && Prepared.WeightBytes <= LargestKept ? rewritten : null;
        return rewritten;
    }

    /// <summary>The nodes that are planned in INT8 and that ONNX Runtime runs in FP32.</summary>
    public IReadOnlyList<NodePlan> Unfused()
    {
        if (Plan.IsEmpty)
        {
            return [];
        }

        var rewritten = _rewritten ?? Rewritten(Prepared, Corrected());
        var fused = Settings.Target.Checks.Fused(rewritten, Settings.Target.Rules.Operators);
        NodePlan[] unfused = [.. Plan.Nodes.Where(node => node.IsQuantized && !fused(node))];
        _rewritten = unfused.Length == 0 && Prepared.DataFolder == null ? rewritten : null;
        return unfused;
    }

    public static Dictionary<string, Numerics.QuantizationParameters> Parameters(CalibrationTable table, TargetNumbers numbers) =>
        table.Tensors.ToDictionary(tensor => tensor.Name, tensor => numbers.Activation(tensor.Low, tensor.High), StringComparer.Ordinal);

    /// <summary>Writes the INT8 model that post-training quantization gives.</summary>
    public QuantizationResult Write() => Write(Prepared, Table, Corrected(), Provenance.Records(_options, Table), Interlocked.Exchange(ref _rewritten, null));

    /// <summary>Writes the INT8 model.</summary>
    /// <param name="prepared">The prepared model, its weights as they are or as training left them.</param>
    /// <param name="table">The ranges.</param>
    /// <param name="settings">How to write it.</param>
    /// <param name="records">What made it.</param>
    public QuantizationResult Write(OnnxModel prepared, CalibrationTable table, QdqSettings settings, IEnumerable<KeyValuePair<string, string>> records) =>
        Write(prepared, table, settings, records, null, isTrained: true);

    private QuantizationResult Write(OnnxModel prepared, CalibrationTable table, QdqSettings settings, IEnumerable<KeyValuePair<string, string>> records, OnnxModel? rewritten, bool isTrained = false)
    {
        var facts = GraphFacts.Collect(prepared, Plan, settings);
        var quantized = Detached(rewritten, prepared, settings, records);
        if (prepared.DataFolder != null)
        {
            // Arrays of gigabytes are no longer in use, and would stay with the process until it needs as much again.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        string advice = PlanMessages.Report(_model, this, _progress);
        var evidence = new Evidence(new FloatModel(_model.Source, Table.ModelHash), quantized, Plan, table, _model.Samples.ToArray())
        {
            Target = settings.Target,
            Facts = facts,
            HasScaleForEachChannel = settings.PerChannel,
            OnlyWhereFaster = _options.OnlyWhereFaster,
            IsTrained = isTrained,
            EmptyAdvice = advice,
            Finer = isTrained ? null : FinerModel.Create(prepared, Plan, table, _options),
            Passes = [.. Decisions.Select(decision => decision.Report)],
        };
        var check = new FitCheck(evidence);
        return new QuantizationResult(quantized, table, new Lazy<QuantizationReport>(() => ReportBuilder.Build(evidence, check), LazyThreadSafetyMode.PublicationOnly))
        {
            Float = evidence.Float,
            Check = check,
            Target = settings.Target,
            Plan = Plan,
            Passes = evidence.Passes,
        };
    }

    /// <summary>In a method of its own, so that nothing refers to what it read and wrote when memory is given back.</summary>
    private OnnxModel Detached(OnnxModel? rewritten, OnnxModel prepared, QdqSettings settings, IEnumerable<KeyValuePair<string, string>> records)
    {
        var written = rewritten ?? Rewritten(prepared, settings);
        ModelProvenance.Write(written.Proto, records);
        return DetachedModel.Create(written);
    }

    private QdqSettings Corrected() => Settings with { BiasCorrections = Corrections() };

    private OnnxModel Rewritten(OnnxModel prepared, QdqSettings settings) =>
        Plan.ChangesNothing ? _model.Source.View(_model.Source.Proto.Clone()) : QdqRewriter.Rewrite(prepared, Plan, settings, Together(prepared));

    /// <summary>How many weights may be in memory in several forms at a time; <see langword="null"/> for one, where they are large.</summary>
    /// <remarks>It takes no time that is worth a cancellation, and a training that was stopped still writes what it has.</remarks>
    private ParallelOptions? Together(OnnxModel prepared) =>
        prepared.DataFolder == null && prepared.WeightBytes <= LargestKept ? (_options.RunSettings with { Cancellation = CancellationToken.None }).Parallel : null;
}
