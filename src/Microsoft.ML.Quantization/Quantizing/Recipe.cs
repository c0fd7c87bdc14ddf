using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Evaluation;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>Decides which steps are done to the numbers of a calibrated model, and does them.</summary>
internal static class Recipe
{
    public static CalibratedModel Settle(ObservedModel model, CalibratedModel calibrated, IQuantizationProgress progress)
    {
        var request = RecipeRequest.Of(calibrated.Options);
        if (calibrated.IsFloat || request.All == RecipeStep.None)
        {
            return calibrated;
        }

        var heldBack = model.HeldBack;
        if (request.Guarded == RecipeStep.None || heldBack.Rows.Length == 0 || heldBack.Answers[0].Length == 0)
        {
            var exact = new RecipeSteps(request.Forced | (request.Guarded & RecipeRequest.Exact));
            return exact.On == RecipeStep.None ? calibrated : calibrated.With(exact);
        }

        var errors = new PartErrors(heldBack, calibrated.Options.RunSettings);
        var start = calibrated.HoldingBack();
        var guard = new RecipeGuard<CalibratedModel>(
            steps => steps.On == RecipeStep.None ? start : start.With(steps), made => errors.Measure(made.Rewrite()), step => RecipePasses.GroupsOf(step, start.Draft));
        var settled = guard.Settle(request.Forced, request.Guarded & RecipePasses.Steps);
        foreach (var decision in guard.Decisions.Where(decision => decision.Group.Length == 0))
        {
            progress.Message($"On {heldBack.Rows.Length} rows that were held back: {decision.Report}");
        }

        // Where nothing is kept, nothing was judged on the rows that were held back: they may decide ranges too.
        return (settled.Table.Steps.On == RecipeStep.None ? calibrated : settled).Deciding(guard.Decisions);
    }
}
