using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Rewriting.Equalization;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>The units that the channels of tensors are given, and the ranges in them.</summary>
internal sealed class ChannelUnits
{
    private readonly RecipeDraft _draft;
    private readonly ActivationStatistics _statistics;
    private readonly ChannelScaling _scaling;
    private readonly IReadOnlyDictionary<string, ReaderWeights> _readers;
    private readonly double _clipping;

    private ChannelUnits(RecipeDraft draft, ActivationStatistics statistics, ChannelScaling scaling, IReadOnlyDictionary<string, ReaderWeights> readers, double clipping) =>
        (_draft, _statistics, _scaling, _readers, _clipping, Tensors) = (draft, statistics, scaling, readers, clipping, scaling.ToList());

    /// <summary>All that is changed, for the table.</summary>
    public IReadOnlyList<EqualizedTensor> Tensors { get; }

    /// <summary>Whether units and ranges stay as they are.</summary>
    public bool ChangesNothing => Tensors.Count == 0 && _readers.Count == 0;

    /// <param name="draft">The numbers before.</param>
    /// <param name="statistics">What was observed.</param>
    /// <param name="steps">What to do.</param>
    public static ChannelUnits Create(RecipeDraft draft, ActivationStatistics statistics, RecipeSteps steps)
    {
        var flow = draft.Channels.Flow;
        var scaling = draft.Units is { } units
            ? ChannelScaling.Create(flow, units)
            : draft.Channels.Choices(draft.Plan, statistics, steps.Has(RecipeStep.Shift), draft.Options, steps.Equalization).Scale(flow, group => steps.Has(RecipeStep.Equalize) && steps.Keeps(group.Name));
        var readers = steps.Has(RecipeStep.ConsumerRanges)
            ? ReaderTrace.Run(flow, scaling.ByChannel(), new PlannedGraph(flow.Index, draft.Plan).Values.IsRounded)
            : new Dictionary<string, ReaderWeights>();
        return new ChannelUnits(draft, statistics, scaling, readers, steps.Clipping);
    }

    /// <summary>The table in these units.</summary>
    public CalibrationTable Apply(CalibrationTable table)
    {
        var ranges = new CalibratedTensor[table.Tensors.Count];
        Parallel.For(0, ranges.Length, _draft.Options.RunSettings.Parallel, i => ranges[i] = Calibrate(table.Tensors[i]));
        var byName = ranges.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        return ChosenRanges.Fix(table.With(Tensors, tensor => byName[tensor.Name], Means), [_draft.Plan]);
    }

    private double[] Means(string tensor, double[] observed) =>
        _scaling.Find(tensor) is { } units && (units.Factors ?? units.Shifts)!.Length == observed.Length
            ? [.. observed.Select((mean, channel) => units.Factor(channel) * (mean - units.Shift(channel)))]
            : observed;

    private CalibratedTensor Calibrate(CalibratedTensor tensor)
    {
        var units = _scaling.Find(tensor.Name);
        var readers = _readers.GetValueOrDefault(tensor.Name);
        if ((units == null && readers == null) || _statistics.Channels.GetValueOrDefault(tensor.Name)?.Channels is not { Count: > 0 } channels
            || channels.Count != _scaling.Flow.Find(tensor.Name)!.Channels.Length)
        {
            return tensor;
        }

        double bound = _scaling.Flow.Bounds.GetValueOrDefault(tensor.Name, double.PositiveInfinity);
        ChannelDistribution[] values = [.. channels.Select((channel, i) => ChannelDistribution.Create(channel, units?.Factor(i) ?? 1, units?.Shift(i) ?? 0))];
        var sketch = units == null
            ? _statistics.Sketch(tensor.Name, _draft.Channels.Suffice(tensor.Name, _draft.Options))
            : _draft.Channels.Sketch(units, _statistics, () => ScaledSketch.Create(channels, values, bound, _statistics.Seen(tensor.Name)));
        var numbers = _draft.Options.Target.Definition.Numbers;
        var settings = _draft.Options.CalibrationSettings with { Method = tensor.Method };
        var range = readers == null ? null : ConsumerRange.Find(
            values, readers.Below, readers.Above, bound, Math.Max(_clipping, readers.Averaged) * settings.Clipping, numbers.Activation, numbers.HasSymmetricActivations, readers.Activation is { } activation ? activation.Value : null);
        var calibrated = CalibratedTensor.Create(tensor.Name, sketch, settings, range is { } found ? RangeEstimate.Create(sketch, found.Low, found.High, found.Reason) : null);
        return units == null ? calibrated : calibrated.Instead(tensor);
    }
}
