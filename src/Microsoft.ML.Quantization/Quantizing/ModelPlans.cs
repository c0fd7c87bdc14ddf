using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Rewriting;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>The plans of a prepared model.</summary>
internal sealed class ModelPlans(ObservedModel model)
{
    private readonly Lazy<Dictionary<string, double>> _tables = new(() => QuantizedTable.Errors(model.Prepared));

    /// <summary>Those that were made to know what to observe.</summary>
    private readonly Dictionary<(PlacementRequest, QuantizationTarget), QuantizationPlan> _known = [];

    /// <summary>What runs in INT8 with these options.</summary>
    public QuantizationPlan Plan(QuantizationOptions options, PlanRepairs? repairs = null) =>
        repairs == null && _known.TryGetValue((options.Placement, options.Target), out var known) ? known : NodePlacement.Plan(model.Prepared.Graph, options.Target.Definition.Rules, options.Placement, options.OnlyWhereFaster ? model.Shapes : null, tables: _tables.Value, repairs: repairs);

    /// <summary>The plan of options, and those that leave some nodes in FP32 for their ranges.</summary>
    public IEnumerable<(QuantizationPlan Plan, QuantizationOptions Options)> All(QuantizationOptions options)
    {
        var plan = Plan(options);
        _known[(options.Placement, options.Target)] = plan;
        return FloatNodes.Alternatives(model, plan, options).Prepend((plan, options));
    }
}
