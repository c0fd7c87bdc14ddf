using System.Collections.Concurrent;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Rewriting.Equalization;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>The channels of a prepared model: which can be observed, and the units that they may be given.</summary>
internal sealed class ModelChannels
{
    private readonly OnnxModel _prepared;
    private readonly Lazy<TensorShapes> _shapes;
    private readonly Lazy<ChannelFlow> _flow;
    private readonly Lazy<IReadOnlyDictionary<string, double>> _averaged;
    private readonly ConcurrentDictionary<(QuantizationPlan, bool, bool, EqualizationRules), Lazy<EqualizationChoices>> _choices = [];

    /// <param name="prepared">The model.</param>
    /// <param name="typical">The shapes of its tensors for rows of common sizes, where they are known already.</param>
    public ModelChannels(OnnxModel prepared, Lazy<TensorShapes>? typical = null)
    {
        typical ??= new Lazy<TensorShapes>(() => TypicalShapes.Infer(prepared));
        _prepared = prepared;
        _shapes = new Lazy<TensorShapes>(() => TensorShapes.Infer(prepared));
        _flow = new Lazy<ChannelFlow>(() => Trace(prepared));
        _averaged = new Lazy<IReadOnlyDictionary<string, double>>(() => AveragedOutputs.Find(new GraphIndex(prepared.Graph), tensor => typical.Value.Find(tensor)?.Dimensions));
    }

    public ChannelFlow Flow => _flow.Value;

    /// <summary>How many values an output is the mean of, by tensor, behind the last weights.</summary>
    public IReadOnlyDictionary<string, double> Averaged => _averaged.Value;

    /// <summary>The tensors whose channels are observed one by one, and whether these are the last dimension; none where no options need it.</summary>
    public KeyValuePair<string, bool>[] Observable(IEnumerable<string> tensors, IEnumerable<QuantizationOptions> configurations) =>
        !configurations.Any(options => (RecipeRequest.Of(options).All & EqualizationPass.All) != 0)
            ? []
            : [.. from tensor in tensors
                  let found = Flow.Find(tensor)
                  where found != null && (found.Axis == 1 || found.Axis == found.Rank - 1)
                  select KeyValuePair.Create(tensor, found.Axis != 1)];

    /// <summary>The units in which INT8 is predicted to err least, all groups together.</summary>
    /// <remarks>Where none can be shifted, the choice without shifts is the one with them, which every report asks for.</remarks>
    public EqualizationChoices Choices(QuantizationPlan plan, ActivationStatistics statistics, bool shifts, QuantizationOptions options, EqualizationRules rules) =>
        !shifts && Choices(plan, statistics, true, options, rules) is { Shifts.Count: 0 } same
            ? same
            : _choices.GetOrAdd((plan, shifts, options.PerChannel, rules), _ => new Lazy<EqualizationChoices>(() => EqualizationSearch.Run(Flow, plan, statistics.Channels, shifts, options.PerChannel, rules, options.RunSettings.Parallel))).Value;

    /// <summary>The prepared model with channels in other units.</summary>
    public OnnxModel Write(IReadOnlyList<EqualizedTensor> tensors) =>
        tensors.Count == 0 ? _prepared : EqualizedGraph.Write(ChannelScaling.Create(Trace(_prepared.View(_prepared.Proto.Clone())), tensors));

    private ChannelFlow Trace(OnnxModel model) => ChannelFlow.Trace(model, throughClips: true, _shapes.Value);
}
