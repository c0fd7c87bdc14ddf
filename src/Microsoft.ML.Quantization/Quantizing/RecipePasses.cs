using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>All passes, in the order in which they run.</summary>
internal static class RecipePasses
{
    public static IReadOnlyList<IRecipePass> All { get; } = [new EqualizationPass(), new RangeDescentPass(), new WeightRoundingPass()];

    /// <summary>The steps that a pass carries out.</summary>
    public static RecipeStep Steps { get; } = All.Aggregate(RecipeStep.None, (steps, pass) => steps | pass.Steps);

    /// <summary>What a step can change and be refused.</summary>
    public static IReadOnlyList<RecipeGroup> GroupsOf(RecipeStep step, RecipeDraft draft) =>
        [.. All.Where(pass => (pass.Steps & step) != 0).SelectMany(pass => pass.Groups(draft)).Where(group => group.Step == step)];

    /// <summary>Runs those that are on.</summary>
    public static RecipeDraft Apply(RecipeDraft draft, RecipeSteps steps)
    {
        foreach (var pass in All.Where(pass => steps.Has(pass.Steps)))
        {
            draft.Options.CancellationToken.ThrowIfCancellationRequested();
            draft = pass.Apply(draft, steps);
        }

        return draft with { Table = draft.Table.Having(steps) };
    }
}
