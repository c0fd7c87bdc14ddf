using System.Runtime.CompilerServices;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>Does steps to a model and measures what they give. What two trials have in common is done once: a pass runs again only where its steps or the numbers before it are others.</summary>
/// <param name="start">The model without any step.</param>
/// <param name="errors">The errors of a model on the held-back rows.</param>
/// <param name="garbage">Told when weights in several forms are no longer in use.</param>
internal sealed class RecipeTrials(CalibratedModel start, Func<Func<OnnxModel>, IRowErrors> errors, GarbageLimit garbage) : IDisposable
{
    /// <summary>Fewer rows tell nothing.</summary>
    private const int FirstRows = 32;

    private const int MoreRows = 16;

    /// <summary>Two models at a time are run where neither is larger.</summary>
    private const long LargestOpen = 100_000_000;

    private readonly RecipeDraft _start = start.Draft;
    private readonly Dictionary<IRecipePass, Run> _last = [];
    private readonly ConditionalWeakTable<RecipeDraft, IRowErrors> _errors = [];
    private IRowErrors[] _open = [];

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

    /// <summary>The errors of two models on the same rows: as many as it takes to tell whether the second is to be kept.</summary>
    public ErrorPair Compare(RecipeTrial model, RecipeTrial candidate)
    {
        if (ReferenceEquals(model.Numbers, candidate.Numbers))
        {
            return new ErrorPair([], [], 0);
        }

        var (before, after) = (Of(model), Of(candidate));
        Close(_open.Except([before, after]));
        _open = [before, after];
        for (int rows = start.Prepared.WeightBytes <= LargestOpen ? FirstRows : before.Rows; ; rows += MoreRows)
        {
            rows = Math.Min(rows, before.Rows);
            var pair = new ErrorPair(before.Measure(rows), after.Measure(rows), rows);
            if (rows == before.Rows || ErrorGain.IsClear(pair.Before, pair.After, [.. Enumerable.Range(0, rows).Select(row => (before.Measure(rows, row), after.Measure(rows, row)))]))
            {
                garbage.Keep();
                return pair;
            }
        }
    }

    public void Dispose() => Close(_open);

    /// <summary>What a step can change and be refused.</summary>
    public IReadOnlyList<RecipeGroup> GroupsOf(RecipeStep step)
    {
        var groups = RecipePasses.GroupsOf(step, _start);
        garbage.Keep();
        return groups;
    }

    private static void Close(IEnumerable<IRowErrors> open)
    {
        foreach (var errors in open)
        {
            errors.Close();
        }
    }

    private IRowErrors Of(RecipeTrial trial) => _errors.GetValue(trial.Numbers, _ => errors(trial.Model.Rewrite));

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
