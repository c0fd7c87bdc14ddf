using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.MixedPrecision;

/// <summary>Makes plans that leave some of the INT8 nodes of a calibrated model in FP32 and nothing else, and tells what they come to.</summary>
internal sealed class MixedPlans
{
    private const string Reason = "left in FP32 for the sake of accuracy";

    private readonly ObservedModel _model;
    private readonly CalibratedModel _all;
    private readonly NoiseMap _map;
    private readonly PlanTime _time;
    private readonly string[] _float;

    public MixedPlans(ObservedModel model, CalibratedModel all, NoiseMap map)
    {
        (_model, _all, _map) = (model, all, map);
        _time = new PlanTime(model.Prepared.Graph, all.Options.Target.Definition.Rules, model.Shapes, CountsNodes);
        Integer = [.. all.Plan.Nodes.Where(node => node.IsQuantized).Select(node => node.Name)];
        _float = [.. all.Plan.Nodes.Where(node => node.Role == NodeRole.Float).Select(node => node.Name)];
    }

    /// <summary>Where INT8 was asked for whether it is faster or not, as few nodes as possible leave it.</summary>
    public bool CountsNodes => !_all.Options.OnlyWhereFaster;

    /// <summary>The nodes that run in INT8.</summary>
    public string[] Integer { get; }

    /// <summary>Options with which just the rest of these nodes runs in INT8: what speed has decided is not decided anew.</summary>
    public QuantizationOptions Options(IEnumerable<string> excluded) =>
        _all.Options with { OnlyWhereFaster = false, ExcludedNodes = [.. _all.Options.ExcludedNodes.Union(_float, StringComparer.Ordinal).Union(excluded, StringComparer.Ordinal)] };

    /// <returns><see langword="null"/> where the plan needs what was not observed.</returns>
    public MixedPlan? Without(IEnumerable<string> excluded)
    {
        var options = Options(excluded);
        var plan = Explained(_model.Plan(options));
        if (!_model.CanCalibrate(plan, options))
        {
            return null;
        }

        var calibrated = _all.Replanned(plan, options);
        var integer = plan.Nodes.Where(node => node.IsQuantized).Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        string[] left = [.. Integer.Where(node => !integer.Contains(node))];
        return new MixedPlan(options, plan, left, _map.ErrorOf(calibrated), _time.Estimate(plan) - _time.Estimate(_all.Plan)) { Steps = _all.Table.Steps };
    }

    /// <summary>The plan with the reasons that hold: its options exclude by name what was left in FP32 for other reasons.</summary>
    private QuantizationPlan Explained(QuantizationPlan plan) => plan with
    {
        Barriers = _all.Plan.Barriers,
        Nodes = [.. plan.Nodes.Zip(_all.Plan.Nodes, (node, before) => node.Role != NodeRole.Float ? node : before.Role == NodeRole.Float ? before : before.IsQuantized ? node with { Reason = Reason } : node)],
    };
}
