using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Rewriting.Equalization;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>
/// An FP32 model, prepared, with what one pass over calibration rows showed of it: in that form it can be quantized in several configurations without
/// another pass.
/// </summary>
internal sealed class ObservedModel : IDisposable
{
    private readonly IEnumerable<TensorValue[]> _rows;
    private readonly IReadOnlyList<QuantizationOptions> _observedFor;
    private readonly IQuantizationProgress _progress;
    private readonly PreparedModel _opened;
    private readonly Lazy<TensorShapes> _shapes;
    private readonly ModelPlans _plans;
    private readonly Lazy<OnnxModel> _otherPrepared;
    private Observation? _observation;
    private ObservedModel? _otherForm;
    private string _dataHash = "";

    private ObservedModel(IEnumerable<TensorValue[]> rows, IReadOnlyList<QuantizationOptions> observedFor, IQuantizationProgress progress, PreparedModel opened, OnnxModel prepared)
    {
        (_rows, _observedFor, _progress, _opened, Prepared, Channels) = (rows, observedFor, progress, opened, prepared, new ModelChannels(prepared));
        _shapes = new Lazy<TensorShapes>(() => TypicalShapes.Infer(prepared));
        _plans = new ModelPlans(this);
        _otherPrepared = new Lazy<OnnxModel>(() => IsEqualized ? opened.Prepared : CrossLayerEqualization.Apply(prepared));
    }

    /// <summary>The FP32 model as it was read.</summary>
    public OnnxModel Source => _opened.Source;

    /// <summary>The FP32 model in the form that is quantized.</summary>
    public OnnxModel Prepared { get; }

    public string ModelHash => _opened.Hash;

    /// <summary>Whether <see cref="Prepared"/> has equalized weights.</summary>
    public bool IsEqualized => !ReferenceEquals(Prepared, _opened.Prepared);

    /// <summary>The channels of <see cref="Prepared"/>.</summary>
    public ModelChannels Channels { get; }

    /// <summary>The shapes of the tensors of <see cref="Prepared"/>.</summary>
    public TensorShapes Shapes => _shapes.Value;

    /// <summary>What was observed of the rows that were not held back; <see langword="null"/> where there are saved tables alone.</summary>
    public ActivationStatistics? Statistics => _observation?.Fitted;

    /// <summary>The same of all rows, but for covariances.</summary>
    public ActivationStatistics? AllStatistics => _observation?.All;

    /// <summary>The rows that nothing but the worth of a step is decided on; none where there are few rows, or no configuration has such a step.</summary>
    public AnsweredRows HeldBack => _observation?.HeldBack ?? AnsweredRows.None;

    /// <summary>Rows to search ranges on, none of which is held back; none where no configuration searches.</summary>
    public AnsweredRows Search => _observation?.Search ?? AnsweredRows.None;

    /// <summary>Keeps down what work on the model leaves behind, observing it at first.</summary>
    public GarbageLimit Garbage { get; } = new();

    /// <summary>The first few rows.</summary>
    public ReportSamples Samples { get; private set; } = new();

    /// <param name="modelFile">The FP32 ONNX file.</param>
    /// <param name="rows">Calibration rows; enumerated once for each form of the model that is used, lazily, and where every configuration has a saved table only as far as the report needs.</param>
    /// <param name="configurations">How it may be quantized later: decides which tensors are observed. Threads, cancellation and the form of the model are those of the first.</param>
    /// <param name="progress">Told of every row.</param>
    /// <param name="alsoObserved">Options whose tensors are observed too, so that a search may later choose among them; they may exclude what the model does not have.</param>
    /// <param name="inlineLimit">From how many bytes of weights on a model is kept on disk.</param>
    public static ObservedModel Create(
        string modelFile, IEnumerable<TensorValue[]> rows, IReadOnlyList<QuantizationOptions> configurations, IQuantizationProgress progress, IReadOnlyList<QuantizationOptions>? alsoObserved = null, long inlineLimit = OnnxModel.DefaultInlineLimit)
    {
        var model = Open(modelFile, rows, configurations, progress, alsoObserved, inlineLimit);
        try
        {
            model.Observe(configurations[0]);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>As <see cref="Create"/>, but nothing is observed: for what looks at a part of the rows.</summary>
    public static ObservedModel Open(
        string modelFile, IEnumerable<TensorValue[]> rows, IReadOnlyList<QuantizationOptions> configurations, IQuantizationProgress progress, IReadOnlyList<QuantizationOptions>? alsoObserved, long inlineLimit = OnnxModel.DefaultInlineLimit)
    {
        var opened = PreparedModel.Open(modelFile, rows, configurations, progress, inlineLimit);
        try
        {
            var form = configurations[0].CrossLayerEqualization ? CrossLayerEqualization.Apply(opened.Prepared) : opened.Prepared;
            return new ObservedModel(rows, [.. configurations, .. alsoObserved ?? []], progress, opened, form);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>The model in the form that options ask for, equalized or not: this one, or another that is observed when it is first asked for.</summary>
    public ObservedModel For(QuantizationOptions options)
    {
        if (options.CrossLayerEqualization == IsEqualized || ReferenceEquals(_otherPrepared.Value, Prepared))
        {
            return this;
        }

        if (_otherForm == null)
        {
            _otherForm = new ObservedModel(_rows, _observedFor, _progress, _opened, _otherPrepared.Value);
            _otherForm.Observe(options);
        }

        return _otherForm;
    }

    /// <summary>What runs in INT8 with these options.</summary>
    public QuantizationPlan Plan(QuantizationOptions options, PlanRepairs? repairs = null) => _plans.Plan(options, repairs);

    /// <summary>The ranges of all that a plan quantizes, chosen as the options say.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="options">The options.</param>
    /// <param name="earlier">Plans that came to this one, whose ranges are kept, so that a saved table leads the same way.</param>
    /// <exception cref="InvalidOperationException">The plan needs a tensor that was not observed, or that the saved table does not have.</exception>
    public CalibrationTable Calibrate(QuantizationPlan plan, QuantizationOptions options, IReadOnlyList<QuantizationPlan>? earlier = null)
    {
        QuantizationPlan[] plans = [plan, .. earlier ?? []];
        var needed = NeededStatistics.Of(Prepared.Graph, plans.Select(each => (each, options)));
        if (options.CalibrationTable is { } table)
        {
            SavedCalibration.EnsureOfForm(table, IsEqualized);
            SavedCalibration.EnsureComplete(table, needed.Tensors, needed.Means.Select(mean => mean.Key));
            return ChosenRanges.Fix(table, plans);
        }

        var statistics = _observation?.All ?? throw new InvalidOperationException("The model was opened with saved calibration tables alone, so nothing was observed.");
        var observed = _observation.Fitted.Covariances;
        var covariances = needed.Windows.Select(window => window.Key).Where(observed.ContainsKey).ToDictionary(key => key, key => observed[key]);
        var chosen = new CalibrationTable(ChosenRanges.Choose(Channels, statistics, needed.Tensors, options), statistics.Rows, ModelHash, _dataHash, statistics.ChannelMeans(needed.Means.Select(mean => mean.Key))) { IsEqualized = IsEqualized };
        return ChosenRanges.Fix(chosen.With(covariances), plans);
    }

    /// <summary>A table's ranges and means without the rows that are held back.</summary>
    public CalibrationTable HoldingBack(CalibrationTable table, QuantizationPlan plan, QuantizationOptions options)
    {
        var ranges = ChosenRanges.Choose(Channels, Statistics!, [.. table.Tensors.Select(tensor => tensor.Name)], options);
        return ChosenRanges.Fix(table.With(ranges, Statistics!.ChannelMeans(table.ChannelMeans.Keys)), [plan]);
    }

    /// <summary>The model with a plan that ONNX Runtime carries out, and ranges; it is this one's to dispose of what they share.</summary>
    public CalibratedModel Calibrate(QuantizationOptions options, IQuantizationProgress progress) => ModelCalibration.Run(this, options, progress);

    /// <summary>Whether all that a plan needs was observed, or is in the saved table.</summary>
    public bool CanCalibrate(QuantizationPlan plan, QuantizationOptions options) => plan.ObservedTensors.All(tensor => CanCalibrate(tensor, options))
        && NeededStatistics.Of(Prepared.Graph, [(plan, options)]).Means.All(mean => options.CalibrationTable is { } table ? table.ChannelMeans.ContainsKey(mean.Key) : _observation?.All.Means.ContainsKey(mean.Key) == true);

    /// <summary>Whether a tensor was observed, or is in the saved table.</summary>
    public bool CanCalibrate(string tensor, QuantizationOptions options) =>
        options.CalibrationTable is { } table ? table.TryGetTensor(tensor, out _) : _observation?.All.CanSketch(tensor, Channels.Suffice(tensor, options)) == true;

    public void Dispose() => _opened.Dispose();

    /// <param name="first">The options that ask for this form of the model.</param>
    private void Observe(QuantizationOptions first)
    {
        if (Request(first) is not { } request)
        {
            Samples = ReportSamples.Take(_rows);
            return;
        }

        using ICalibrationFeed feed = first.CalibrationShards is { } shards ? request.Feed(shards, IsEqualized) : request.Feed(_rows, _progress);
        _observation = request.Calibrator(Prepared).Run(feed, first.IntraOpThreads ?? Environment.ProcessorCount, first.RunSettings);
        (_dataHash, Samples) = (feed.Hash, feed.Samples);
        Garbage.Keep();
    }

    /// <summary>What is to be observed for options, and for those that are observed with them.</summary>
    /// <returns><see langword="null"/> where nothing is.</returns>
    public ObservationRequest? Request(QuantizationOptions first)
    {
        QuantizationOptions[] observed =
            [.. _observedFor.Where(options => options.CrossLayerEqualization == first.CrossLayerEqualization).Prepend(first).Where(options => options is { CalibrationTable: null, DynamicActivations: false })];
        return observed.Length == 0 ? null : ObservationRequest.Of(this, observed, NeededStatistics.Of(Prepared.Graph, observed.SelectMany(_plans.All)));
    }
}
