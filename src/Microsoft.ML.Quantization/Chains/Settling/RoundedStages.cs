using Microsoft.ML.Quantization.Budget;
using Microsoft.ML.Quantization.Chains.Measuring;
using Microsoft.ML.Quantization.Reporting;
using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Chains.Settling;

/// <summary>
/// Measures what rounded stages do to the predictions, and takes stages back that lose more than is allowed: one, where that is enough, the one that gains least in size
/// first, or else all.
/// </summary>
/// <param name="context">The context.</param>
/// <param name="options">What is allowed.</param>
/// <param name="evaluate">Compares the model of these stages with the trained one.</param>
/// <param name="exactly">What is made of a stage where nothing may be rounded.</param>
internal sealed class RoundedStages(MLContext context, TrainedModelOptions options, Func<WalkedStage[], QuantizationEvaluation> evaluate, Func<WalkedStage, WalkedStage> exactly)
{
    private readonly List<QuantizationAttempt> _attempts = [];

    public SettledModel Settle(WalkedStage[] stages)
    {
        int[] rounded = [.. Enumerable.Range(0, stages.Length).Where(i => stages[i].IsRounded)];
        if (rounded.Length == 0)
        {
            return new SettledModel(stages, options.LabelColumnName == null ? null : evaluate(stages), [], []);
        }

        return options.MaxAccuracyLoss is { } budget ? Settle(stages, rounded, budget) : new SettledModel(stages, evaluate(stages), [], []);
    }

    private SettledModel Settle(WalkedStage[] stages, int[] rounded, double budget)
    {
        Tried? within = null;
        foreach (var (name, taken) in Candidates(stages, rounded))
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            var tried = Try(name, taken, budget);
            if (tried.Attempt.IsProven)
            {
                return Taken(tried, []);
            }

            within ??= tried.Attempt.IsWithin ? tried : null;
        }

        return within != null
            ? Taken(within, [BudgetText.NotProven(within.Attempt)])
            : Taken(None(stages, rounded), [$"Every way to round loses more than {nameof(TrainedModelOptions.MaxAccuracyLoss)} allows: the stages that would have been rounded are as they were, or exact."]);
    }

    /// <summary>What is rounded, most of it first.</summary>
    private IEnumerable<(string Name, WalkedStage[] Stages)> Candidates(WalkedStage[] stages, int[] rounded)
    {
        yield return ($"{options.Level}", stages);
        if (rounded.Length > 1)
        {
            foreach (int i in rounded.OrderBy(i => Gain(stages[i])))
            {
                yield return ($"{options.Level} without {Name(stages[i])}", Without(stages, [i]));
            }
        }
    }

    private Tried Try(string name, WalkedStage[] stages, double budget)
    {
        var evaluation = evaluate(stages);
        var loss = RoundedLoss.Estimate(evaluation, budget, LookLevel.Compute(_attempts.Count + 1));
        var attempt = new QuantizationAttempt(name)
        {
            Loss = loss.Loss,
            LossInterval = loss.Interval,
            LossBound = loss.Bound,
            LossStanding = loss.StandingTo(budget),
            Rows = evaluation.Rows,
            Sqnr = evaluation.Sqnr,
            FloatNodes = [.. stages.Where(stage => !stage.IsRounded && stage.WasRounded).Select(Name)],
            Outcome = BudgetText.Outcome(loss, budget),
        };
        _attempts.Add(attempt);
        return new Tried(stages, evaluation, attempt);
    }

    private Tried None(WalkedStage[] stages, int[] rounded)
    {
        var exact = Without(stages, rounded);
        var attempt = new QuantizationAttempt($"{QuantizationLevel.Exact}")
        {
            Loss = 0,
            LossInterval = new ConfidenceInterval(0, 0, LookLevel.Confidence),
            LossBound = 0,
            Sqnr = double.PositiveInfinity,
            FloatNodes = [.. rounded.Select(i => Name(stages[i]))],
            Outcome = "Nothing is rounded: it predicts as the trained model does.",
        };
        _attempts.Add(attempt);
        return new Tried(exact, options.LabelColumnName == null ? null : evaluate(exact), attempt);
    }

    private SettledModel Taken(Tried tried, string[] warnings)
    {
        tried.Attempt.IsAccepted = true;
        return new SettledModel(tried.Stages, tried.Evaluation, _attempts, warnings);
    }

    private WalkedStage[] Without(WalkedStage[] stages, int[] removed) => [.. stages.Select((stage, i) => removed.Contains(i) ? exactly(stage) with { WasRounded = true } : stage)];

    private long Gain(WalkedStage stage)
    {
        var bytes = SavedSizes.OfStage(context, new Pair<ITransformer>(stage.Stock, stage.Taken));
        return (bytes.Before ?? 0) - (bytes.After ?? 0);
    }

    private static string Name(WalkedStage stage) => StageName.Create(stage.Stock);

    private sealed record Tried(WalkedStage[] Stages, QuantizationEvaluation? Evaluation, QuantizationAttempt Attempt);
}
