using System.Diagnostics;
using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>
/// Keeps a step only where it brings the outputs closer to FP32's on rows that were held back: what fits the rows that ranges were chosen on may be worse on
/// all others.
/// </summary>
/// <typeparam name="T">A model that steps can be done to.</typeparam>
/// <param name="apply">Makes the model that has these steps, from the model that has none.</param>
/// <param name="compare">The errors of two models on held-back rows.</param>
/// <param name="groups">What a step can be refused of.</param>
/// <param name="search">Finds out how a step that is searched is done to a model: the steps with what was found, <see langword="null"/> where there is nothing to do.</param>
/// <param name="localGain">By how many decibels the error fell where a group acts, in a model that has it; <see langword="null"/> for what the step expects.</param>
internal sealed class RecipeGuard<T>(
    Func<RecipeSteps, T> apply,
    Func<T, T, ErrorPair> compare,
    Func<RecipeStep, IReadOnlyList<RecipeGroup>> groups,
    Func<T, RecipeSteps, RecipeSteps?>? search = null,
    Func<T, RecipeGroup, double>? localGain = null)
    where T : class
{
    /// <summary>Where a step as a whole is refused, its groups of so large a share of the gain that it predicts are tried without the others.</summary>
    private const double LargeShare = 0.1;

    /// <summary>
    /// Where ranges that suit readers are refused, ranges are tried for which clipped values count so many times: what is cut off of a picture is cut off of it everywhere
    /// alike and adds up further on, as errors of rounding do not.
    /// </summary>
    private const double CarefulClipping = 2;

    /// <summary>
    /// The units of channels first, as ranges that suit the readers of a tensor pay where its channels are alike. Weights last: they are rounded for what they get.
    /// </summary>
    private static readonly RecipeStep[] Order = [RecipeStep.Shift, RecipeStep.Equalize, RecipeStep.ConsumerRanges, RecipeStep.GramRounding];

    /// <summary>What is searched on the model that the other steps make.</summary>
    private const RecipeStep Searched = RecipeStep.RangeDescent;

    private readonly List<RecipeDecision> _decisions = [];
    private RecipeSteps _kept = RecipeSteps.None;

    /// <summary>What became of each step.</summary>
    public IReadOnlyList<RecipeDecision> Decisions => _decisions;

    /// <summary>The model with every step that is worth it.</summary>
    /// <param name="forced">Steps that it has in any case.</param>
    /// <param name="guarded">Steps to judge, each against the model without it.</param>
    /// <param name="variants">Other ways to do steps, each judged against the best before it.</param>
    public T Settle(RecipeStep forced, RecipeStep guarded, IReadOnlyList<RecipeVariant>? variants = null)
    {
        _kept = new RecipeSteps(forced);
        var model = apply(_kept);
        foreach (var step in Order.Where(step => (guarded & step) != 0))
        {
            model = Judge(model, step);
        }

        foreach (var variant in (variants ?? []).Where(variant => _kept.Has(variant.Step)))
        {
            model = Judge(model, variant);
        }

        return (guarded & Searched) == 0 ? model : Judge(model, Searched);
    }

    private T Judge(T model, RecipeStep step)
    {
        long start = Stopwatch.GetTimestamp();
        var all = groups(step);
        if ((step == Searched && search != null ? search(model, _kept.With(step)) : _kept.With(step)) is not { } steps)
        {
            _decisions.Add(new RecipeDecision(step, "", false, 0, Reason(false, 0), Stopwatch.GetElapsedTime(start).TotalSeconds));
            return model;
        }

        var (candidate, errors) = Try(model, steps);
        if (!errors.IsWorth && Lesser(step, steps, all) is { } lesser)
        {
            steps = lesser;
            (candidate, errors) = Try(model, steps);
        }

        Decide(step, "", errors, start);
        _decisions.AddRange(all.Select(group => Of(group, errors.IsWorth, steps, candidate)));
        _kept = errors.IsWorth ? steps : _kept;
        return errors.IsWorth ? candidate : model;
    }

    private T Judge(T model, RecipeVariant variant)
    {
        long start = Stopwatch.GetTimestamp();
        var steps = variant.Change(_kept);
        var (candidate, errors) = Try(model, steps);
        Decide(variant.Step, variant.Name, errors, start);
        _kept = errors.IsWorth ? steps : _kept;
        return errors.IsWorth ? candidate : model;
    }

    private (T Model, ErrorPair Errors) Try(T model, RecipeSteps steps)
    {
        var candidate = apply(steps);
        return (candidate, compare(model, candidate));
    }

    private void Decide(RecipeStep step, string group, ErrorPair errors, long start) =>
        _decisions.Add(new RecipeDecision(step, group, errors.IsWorth, errors.Gain, Reason(errors.IsWorth, errors.Gain), Stopwatch.GetElapsedTime(start).TotalSeconds) { Rows = errors.Rows });

    /// <summary>What a step that is refused is tried as once more: with the groups alone that promise most, or with ranges that clip less.</summary>
    private RecipeSteps? Lesser(RecipeStep step, RecipeSteps steps, IReadOnlyList<RecipeGroup> all) =>
        step == RecipeStep.ConsumerRanges ? steps with { Clipping = CarefulClipping }
        : Refused(all) is { Length: > 0 } refused ? steps with { Refused = [.. _kept.Refused, .. refused] }
        : null;

    /// <summary>All groups but those that promise most; empty where they promise alike, or nothing.</summary>
    private static string[] Refused(IReadOnlyList<RecipeGroup> groups)
    {
        double least = LargeShare * groups.Sum(group => group.PredictedGain);
        string[] small = [.. groups.Where(group => !(group.PredictedGain > least)).Select(group => group.Name)];
        return small.Length == groups.Count ? [] : small;
    }

    private RecipeDecision Of(RecipeGroup group, bool isKept, RecipeSteps steps, T model)
    {
        bool isRefused = !steps.Keeps(group.Name);
        string reason = isRefused ? "the whole pass is no gain, and this part of it promises little" : isKept ? "part of what is a gain" : "part of what is no gain";
        return new RecipeDecision(group.Step, group.Name, isKept && !isRefused, double.NaN, reason, 0) { LocalGain = localGain?.Invoke(model, group) ?? group.LocalGain };
    }

    private static string Reason(bool isKept, double gain) => isKept ? "outputs of held-back rows come closer to FP32's"
        : gain == 0 ? "it changes nothing in this model"
        : gain < 0 ? "outputs of held-back rows are further from FP32's with it"
        : "outputs of held-back rows come closer to FP32's by less than the margin, or not in all their parts";
}
