using System.Runtime.CompilerServices;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>Does steps to a model and measures what they give. What two trials have in common is done once: a pass runs again only where its steps or the numbers before it are others.</summary>
/// <param name="start">The model without any step.</param>
/// <param name="measure">The error of each part of its outputs on the held-back rows.</param>
/// <param name="garbage">Told when weights in several forms are no longer in use.</param>
internal sealed class RecipeTrials(CalibratedModel start, Func<OnnxModel, double[]> measure, GarbageLimit garbage)
{
    private readonly RecipeDraft _start = start.Draft;
    private readonly Dictionary<IRecipePass, Run> _last = [];
    private readonly ConditionalWeakTable<RecipeDraft, double[]> _errors = [];

    /// <summary>The model that has these steps.</summary>
    public RecipeTrial Apply(RecipeSteps steps)
    {
        if (steps.On == RecipeStep.None)
        {
            return new RecipeTrial(start, _start);
        }

        var numbers = RecipePasses.Run(_start, steps, (pass, draft) => Once(pass, draft, steps));
        return new RecipeTrial(start.With(numbers, steps), numbers);
    }

    /// <summary>The error of a model.</summary>
    public double[] Measure(RecipeTrial trial)
    {
        if (!_errors.TryGetValue(trial.Numbers, out double[]? error))
        {
            _errors.Add(trial.Numbers, error = measure(trial.Model.Rewrite()));
            garbage.Keep();
        }

        return error;
    }

    /// <summary>What a step can change and be refused.</summary>
    public IReadOnlyList<RecipeGroup> GroupsOf(RecipeStep step)
    {
        var groups = RecipePasses.GroupsOf(step, _start);
        garbage.Keep();
        return groups;
    }

    private RecipeDraft Once(IRecipePass pass, RecipeDraft draft, RecipeSteps steps)
    {
        var own = steps with { On = steps.On & pass.Steps };
        if (_last.Remove(pass, out var last) && ReferenceEquals(last.Before, draft) && AreSame(last.Steps, own))
        {
            _last[pass] = last;
            return last.After;
        }

        var after = pass.Apply(draft, steps);
        _last[pass] = new Run(draft, own, after);
        return after;
    }

    private static bool AreSame(RecipeSteps one, RecipeSteps other) =>
        one.On == other.On && one.Equalization == other.Equalization && one.Clipping == other.Clipping && ReferenceEquals(one.Moves, other.Moves) && one.Refused.SequenceEqual(other.Refused);

    private sealed record Run(RecipeDraft Before, RecipeSteps Steps, RecipeDraft After);
}
