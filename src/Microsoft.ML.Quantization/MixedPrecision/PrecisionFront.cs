using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.MixedPrecision;

/// <summary>
/// Finds which nodes to leave in FP32, from none to all: for a price on error, the plan that is cheapest in time and error together
/// is a minimum cut, found exactly. The prices that matter are found by bisecting between two plans at the slope from one to the
/// other (Y. P. Aneja and K. P. K. Nair, "Bicriteria Transportation Problem", Management Science 25, 1979), so that no plan at all
/// is better in both than a mix of two neighbours in the list.
/// </summary>
internal sealed class PrecisionFront
{
    private const double InfinitePrice = 1e15;
    private const int MostPlans = 24;

    private readonly ObservedModel _model;
    private readonly CalibratedModel _all;
    private readonly NoiseMap _map;
    private readonly IQuantizationProgress _progress;
    private readonly MixedPlans _plansOf;
    private readonly Dictionary<string, double> _weights;
    private readonly Dictionary<string, double> _tensors;
    private readonly List<MixedPlan> _plans = [];

    private PrecisionFront(ObservedModel model, CalibratedModel all, MixedPlans plans, NoiseMap map, IQuantizationProgress progress)
    {
        (_model, _all, _plansOf, _map, _progress) = (model, all, plans, map, progress);
        map.Measure(all, NoiseMap.SourcesOf(all));
        var sources = NoiseMap.SourcesOf(all).Concat(Apart()).ToArray();
        _weights = sources.Where(source => source.Range == null).DistinctBy(source => source.Name).ToDictionary(source => source.Name, source => map[source], StringComparer.Ordinal);
        _tensors = sources.Where(source => source.Range != null).DistinctBy(source => source.Name).ToDictionary(source => source.Name, source => map[source], StringComparer.Ordinal);
    }

    /// <summary>The plans, from the fastest, which is <paramref name="all"/> itself, to the most exact that is not FP32 alone.</summary>
    public static IReadOnlyList<MixedPlan> Search(ObservedModel model, CalibratedModel all, MixedPlans plans, NoiseMap map, IQuantizationProgress progress) =>
        all.Plan.IsEmpty ? [] : new PrecisionFront(model, all, plans, map, progress).Search();

    private List<MixedPlan> Search()
    {
        var fastest = _plansOf.Without([])!;
        var exact = At(InfinitePrice) ?? _plansOf.Without(_plansOf.Integer)!;
        _plans.AddRange([fastest, exact]);
        Between(fastest, exact);
        List<MixedPlan> front = [];
        foreach (var plan in _plans.Where(plan => !plan.Plan.IsEmpty).OrderBy(plan => plan.AddedNanoseconds).ThenBy(plan => plan.Error).ThenBy(plan => plan.FloatNodes.Count))
        {
            if (front.Count == 0 || plan.Error < front[^1].Error)
            {
                front.Add(plan);
            }
        }

        return front;
    }

    private void Between(MixedPlan fast, MixedPlan exact)
    {
        double price = (exact.AddedNanoseconds - fast.AddedNanoseconds) / (fast.Error - exact.Error);
        if (_plans.Count >= MostPlans || price is not (> 0 and < double.PositiveInfinity))
        {
            return;
        }

        _progress.Step("Weighed error against time", _plans.Count, MostPlans);
        if (At(price) is { } plan && _plans.All(known => !known.FloatNodes.SequenceEqual(plan.FloatNodes)))
        {
            _plans.Add(plan);
            Between(fast, plan);
            Between(plan, exact);
        }
    }

    /// <summary>The best plan where a unit of error costs <paramref name="price"/> nanoseconds; <see langword="null"/> where it needs what was not observed.</summary>
    private MixedPlan? At(double price)
    {
        var prices = new ErrorPrices(Times(_weights, price), Times(_tensors, price), _plansOf.CountsNodes);
        var chosen = NodePlacement.Plan(_model.Prepared.Graph, _all.Options.Target.Definition.Rules, _plansOf.Options([]).Placement, _model.Shapes, prices);
        var integer = chosen.Nodes.Where(node => node.IsQuantized).Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        return _plansOf.Without(_plansOf.Integer.Where(node => !integer.Contains(node)));
    }

    /// <summary>What the inputs of a Concat round by themselves, which they do once the Concat is in FP32.</summary>
    private NoiseSource[] Apart()
    {
        var shared = _all.Plan.Tensors.Where(tensor => tensor.Name != tensor.RangeOf).Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        var options = _plansOf.Options([]) with { ExcludedOperators = [.. _all.Options.ExcludedOperators, .. _all.Options.Target.Definition.Rules.Operators.ScaleSharers] };
        var plan = _model.Plan(options);
        if (shared.Count == 0 || !_model.CanCalibrate(plan, options))
        {
            return [];
        }

        var apart = _all.Replanned(plan, options);
        NoiseSource[] sources = [.. NoiseMap.SourcesOf(apart).Where(source => source.Range != null && shared.Contains(source.Name))];
        _map.Measure(apart, sources);
        return sources;
    }

    private static Dictionary<string, double> Times(Dictionary<string, double> errors, double price) =>
        errors.ToDictionary(error => error.Key, error => error.Value * price, StringComparer.Ordinal);
}
