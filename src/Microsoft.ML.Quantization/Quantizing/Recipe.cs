using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Evaluation;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>Decides which steps are done to the numbers of a calibrated model, and does them.</summary>
internal static class Recipe
{
    private const string Asked = "it was asked for, and is kept whatever it does";

    private const string Harmless = "it changes nothing that FP32 computes";

    private const string NoNumbers = "it has to be judged on outputs that are numbers, and the model has none";

    private static readonly string NoRows = $"it has to be judged on rows that are held back from calibration, and with fewer than {HeldBackRows.FewestRows} none are";

    public static CalibratedModel Settle(ObservedModel model, CalibratedModel calibrated, IQuantizationProgress progress)
    {
        var request = RecipeRequest.Of(calibrated.Options);
        if (calibrated.IsFloat || request.All == RecipeStep.None)
        {
            return calibrated;
        }

        var heldBack = model.HeldBack;
        var search = new RangeSearch(model, progress);
        if (request.Guarded == RecipeStep.None || heldBack.IsEmpty)
        {
            var exact = new RecipeSteps(request.Forced | (request.Guarded & RecipeRequest.Exact))
            {
                Equalization = EqualizationRules.Usual with { ClipsNothing = (request.Forced & RecipeStep.Equalize) == 0 },
            };
            var made = exact.On == RecipeStep.None ? calibrated : calibrated.With(Searched(calibrated.With(exact), request, search));
            return made.Deciding([.. Unjudged(request.Forced, Asked, true), .. Unjudged(request.Guarded & RecipeRequest.Exact, Harmless, true), .. Unjudged(request.Guarded & ~RecipeRequest.Exact, heldBack.Rows.Length == 0 ? NoRows : NoNumbers, false)]);
        }

        var errors = new PartErrors(heldBack, calibrated.Options.RunSettings);
        using var trials = new RecipeTrials(calibrated.HoldingBack(), errors.ByRow, model.Garbage);
        var guard = new RecipeGuard<RecipeTrial>(
            trials.Apply, trials.Compare, trials.GroupsOf, (made, steps) => Found(steps, search.Run(made.Model)), (made, group) => LocalGain(made.Model, group));
        string? obstacle = (request.Guarded & RecipeStep.RangeDescent) == 0 ? null : search.Obstacle(calibrated.Table.Rows);
        var guarded = request.Guarded & RecipePasses.Steps & (obstacle == null ? ~RecipeStep.None : ~RecipeStep.RangeDescent);
        var settled = guard.Settle(request.Forced, guarded, calibrated.Options.Effort == QuantizationEffort.Best ? RecipeVariant.Best : []);
        foreach (var decision in guard.Decisions.Where(decision => decision.Group.Length == 0))
        {
            progress.Message($"On {decision.Rows} of {heldBack.Rows.Length} rows that were held back: {decision.Report}");
        }

        // Where nothing is kept, nothing was judged on the rows that were held back: they may decide ranges too.
        var judged = settled.Model.Table.Steps;
        var kept = judged.On == RecipeStep.None ? calibrated : calibrated.Refitted(settled.Numbers, Searched(settled.Model, request, search));
        return kept.Deciding([.. Unjudged(request.Forced, Asked, true), .. guard.Decisions, .. obstacle == null ? [] : Unjudged(RecipeStep.RangeDescent, obstacle, false)]);
    }

    /// <summary>The steps of a model, with other ranges where a user asks for a search whatever it brings.</summary>
    private static RecipeSteps Searched(CalibratedModel settled, RecipeRequest request, RangeSearch search) =>
        (request.Forced & RecipeStep.RangeDescent) != 0 && Found(settled.Table.Steps, search.Run(settled)) is { } steps ? steps : settled.Table.Steps;

    private static RecipeSteps? Found(RecipeSteps steps, IReadOnlyDictionary<string, RangeMove> moves) => moves.Count == 0 ? null : steps with { Moves = moves };

    /// <summary>What rounding measured of a layer, or what was predicted.</summary>
    private static double LocalGain(CalibratedModel model, RecipeGroup group) =>
        group.Step == RecipeStep.GramRounding ? model.RoundingGains.GetValueOrDefault(group.Name, double.NaN) : group.LocalGain;

    /// <summary>Steps that held-back rows did not decide on.</summary>
    private static IEnumerable<RecipeDecision> Unjudged(RecipeStep steps, string reason, bool isKept) =>
        Enum.GetValues<RecipeStep>().Where(step => (steps & step) != 0).Select(step => new RecipeDecision(step, "", isKept, double.NaN, reason, 0));
}
