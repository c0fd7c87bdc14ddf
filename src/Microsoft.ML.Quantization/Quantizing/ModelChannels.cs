using System.Collections.Concurrent;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Rewriting.Equalization;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>The channels of a prepared model: which can be observed, and the units that they may be given.</summary>
internal sealed class ModelChannels
{
    /// <summary>Every value of a tensor that has no more for a row is counted in next to no time.</summary>
    private const long FewValues = 16_384;

    private readonly OnnxModel _prepared;
    private readonly Lazy<TensorShapes> _typical;
    private readonly Lazy<TensorShapes> _shapes;
    private readonly Lazy<ChannelFlow> _flow;
    private readonly Lazy<IReadOnlyDictionary<string, double>> _averaged;
    private readonly ConcurrentDictionary<(QuantizationPlan, bool, bool, EqualizationRules), Lazy<EqualizationChoices>> _choices = [];
    private readonly ConcurrentDictionary<string, (EqualizedTensor Units, ActivationStatistics Statistics, TensorSketch Sketch)> _sketches = new(StringComparer.Ordinal);
    private volatile Written? _written;

    /// <param name="prepared">The model.</param>
    /// <param name="typical">The shapes of its tensors for rows of common sizes, where they are known already.</param>
    public ModelChannels(OnnxModel prepared, Lazy<TensorShapes>? typical = null)
    {
        _prepared = prepared;
        _typical = typical ?? new Lazy<TensorShapes>(() => TypicalShapes.Infer(prepared));
        _shapes = new Lazy<TensorShapes>(() => TensorShapes.Infer(prepared));
        _flow = new Lazy<ChannelFlow>(() => Trace(prepared));
        _averaged = new Lazy<IReadOnlyDictionary<string, double>>(() => AveragedOutputs.Find(new GraphIndex(prepared.Graph), tensor => _typical.Value.Find(tensor)?.Dimensions));
    }

    public ChannelFlow Flow => _flow.Value;

    /// <summary>How many values an output is the mean of, by tensor, behind the last weights.</summary>
    public IReadOnlyDictionary<string, double> Averaged => _averaged.Value;

    /// <summary>The tensors whose channels are observed one by one, and whether these are the last dimension; none where no options need it.</summary>
    public KeyValuePair<string, bool>[] Observable(IEnumerable<string> tensors, IEnumerable<QuantizationOptions> configurations) =>
        !configurations.Any(options => options.ObservesChannels)
            ? []
            : [.. from tensor in tensors
                  let found = Flow.Find(tensor)
                  where found != null && (found.Axis == 1 || found.Axis == found.Rank - 1)
                  select KeyValuePair.Create(tensor, found.Axis != 1)];

    /// <summary>
    /// Whether what is counted of its channels does for the range of a tensor that options start from, where that is observed. It does not depend on data, nor on what else is observed.
    /// </summary>
    public bool Suffice(string tensor, QuantizationOptions options) =>
        options.RangesFromChannels && _typical.Value.Find(tensor) is { Dimensions: var sizes } && sizes.All(size => size > 0) && sizes.Aggregate(1.0, (product, size) => product * size) > FewValues;

    /// <summary>The units in which INT8 is predicted to err least, all groups together.</summary>
    /// <remarks>Where none can be shifted, the choice without shifts is the one with them, which every report asks for.</remarks>
    public EqualizationChoices Choices(QuantizationPlan plan, ActivationStatistics statistics, bool shifts, QuantizationOptions options, EqualizationRules rules) =>
        !shifts && Choices(plan, statistics, true, options, rules) is { Shifts.Count: 0 } same
            ? same
            : _choices.GetOrAdd((plan, shifts, options.PerChannel, rules), _ => new Lazy<EqualizationChoices>(() => EqualizationSearch.Run(Flow, plan, statistics.Channels, shifts, options.PerChannel, rules, options.RunSettings.Parallel))).Value;

    /// <summary>The prepared model with channels in other units; the same object for the same units as the last time, where that is still in use.</summary>
    public OnnxModel Write(IReadOnlyList<EqualizedTensor> tensors, ParallelOptions? parallel = null)
    {
        if (tensors.Count == 0)
        {
            return _prepared;
        }

        if (_written is { } last && last.Model.TryGetTarget(out var same) && last.Tensors.Count == tensors.Count && last.Tensors.Zip(tensors).All(pair => pair.First.IsLike(pair.Second)))
        {
            return same;
        }

        var written = EqualizedGraph.Write(ChannelScaling.Create(Trace(_prepared.View(_prepared.Proto.Clone())), tensors), parallel);
        _written = new Written(tensors, new WeakReference<OnnxModel>(written));
        return written;
    }

    /// <summary>The sketch of a tensor in other units, the last of which is kept: ranges are chosen in the same units several times.</summary>
    public TensorSketch Sketch(EqualizedTensor units, ActivationStatistics statistics, Func<TensorSketch> create)
    {
        if (_sketches.TryGetValue(units.Name, out var last) && ReferenceEquals(last.Statistics, statistics) && last.Units.IsLike(units))
        {
            return last.Sketch;
        }

        var sketch = create();
        _sketches[units.Name] = (units, statistics, sketch);
        return sketch;
    }

    private ChannelFlow Trace(OnnxModel model) => ChannelFlow.Trace(model, throughClips: true, _shapes.Value);

    private sealed record Written(IReadOnlyList<EqualizedTensor> Tensors, WeakReference<OnnxModel> Model);
}
