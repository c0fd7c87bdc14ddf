using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>Gives channels the units in which INT8 errs least, and tensors the ranges that are best for what reads them.</summary>
internal sealed class EqualizationPass : IRecipePass
{
    /// <summary>The steps that need channels to be observed one by one.</summary>
    public const RecipeStep All = RecipeStep.ConsumerRanges | RecipeStep.Equalize | RecipeStep.Shift;

    public RecipeStep Steps => All;

    public IReadOnlyList<RecipeGroup> Groups(RecipeDraft draft) => draft.Statistics is not { } statistics
        ? []
        : [.. draft.Channels.Choices(draft.Plan, statistics, shifts: true, draft.Options, EqualizationRules.Usual).Groups.Select(group => new RecipeGroup(group.Group.Name, RecipeStep.Equalize, group.Gain) { LocalGain = group.Decibels })];

    public RecipeDraft Apply(RecipeDraft draft, RecipeSteps steps)
    {
        if (draft.Statistics is not { } statistics)
        {
            return draft with { Prepared = draft.Channels.Write(draft.Table.Equalization, draft.Options.RunSettings.Parallel) };
        }

        var units = ChannelUnits.Create(draft, statistics, steps);
        return units.ChangesNothing ? draft : draft with { Prepared = draft.Units == null ? draft.Channels.Write(units.Tensors, draft.Options.RunSettings.Parallel) : draft.Prepared, Table = units.Apply(draft.Table) };
    }
}
