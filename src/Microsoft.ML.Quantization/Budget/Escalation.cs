namespace Microsoft.ML.Quantization.Budget;

/// <summary>Tries ways to quantize, from cheap to dear, until one is proven to lose no more accuracy than allowed.</summary>
internal sealed class Escalation : IDisposable
{
    private readonly CandidateContext _context;
    private readonly AccuracyTrial _trial;
    private readonly double _budget;
    private readonly LatencyRatio _latency;
    private readonly List<QuantizationAttempt> _attempts = [];

    private Escalation(CandidateContext context, ValidationSet set)
    {
        _context = context;
        _budget = context.Options.MaxAccuracyLoss!.Value;
        _trial = new AccuracyTrial(context.Model.Source, set, context.Options, context.Progress);
        _latency = new LatencyRatio(context.Model);
    }

    /// <exception cref="AccuracyLossException">Nothing that was tried meets the budget.</exception>
    public static QuantizationResult Run(CandidateContext context, ValidationSet set)
    {
        using var escalation = new Escalation(context, set);
        return escalation.Run();
    }

    public void Dispose() => _latency.Dispose();

    private QuantizationResult Run()
    {
        // Post-training steps cost little, so they go on while one may still be proven; training is for a budget that is missed.
        var (result, attempt) = Try(EscalationSteps.PostTraining(_context));
        if (result == null)
        {
            (result, attempt) = Try(EscalationSteps.Further(_context));
        }

        if (result == null)
        {
            return Missed();
        }

        attempt!.IsAccepted = true;
        _context.Progress.Message($"Took {attempt.Name}.");
        return attempt.IsProven
            ? WithAttempts(result)
            : WithAttempts(result, $"'{attempt.Name}' is within the accuracy budget on the validation rows, but they are too few to prove it. {attempt.Outcome}");
    }

    /// <summary>The first that is proven, or else the first that is within the budget on the validation rows.</summary>
    private (QuantizationResult? Result, QuantizationAttempt? Attempt) Try(IEnumerable<Step> steps)
    {
        (QuantizationResult? Result, QuantizationAttempt? Attempt) best = default;
        foreach (var step in steps)
        {
            _context.Options.CancellationToken.ThrowIfCancellationRequested();
            var result = step.Make();
            var attempt = Attempt(step, result);
            step.Loss = attempt.Loss;
            _attempts.Add(attempt);
            _context.Progress.Message(attempt.ToString());
            bool better = attempt.IsProven || (best.Result == null && attempt.Loss <= _budget);
            (better ? best.Result : result)?.Model.Dispose();
            best = better ? (result, attempt) : best;
            if (attempt.IsProven || (best.Result != null && !LossEstimate.CanProve(_trial.Rows, _trial.HasLabels, _budget, LookLevel.Of(_attempts.Count + 1))))
            {
                break;
            }
        }

        return best;
    }

    private QuantizationAttempt Attempt(Step step, QuantizationResult result)
    {
        var estimate = LossEstimate.Of(_trial.Count(result.Model), _trial.HasLabels, _budget, LookLevel.Of(_attempts.Count + 1));
        return new QuantizationAttempt(step.Name)
        {
            Loss = estimate.Loss,
            LossInterval = estimate.Interval,
            LossBound = estimate.Bound,
            Rows = _trial.Rows,
            LatencyRatio = _latency.Of(result.Model),
            FloatNodes = step.FloatNodes,
            IsProven = estimate.Bound <= _budget,
            Outcome = BudgetText.Outcome(estimate, _budget),
        };
    }

    private QuantizationResult Missed()
    {
        string message = BudgetText.Missed(_context.ModelFile, _budget, _trial.HasLabels, _attempts);
        if (!_context.Options.FloatIfOutOfBudget)
        {
            throw new AccuracyLossException(
                message + " Raise MaxAccuracyLoss, calibrate on rows that are more like those to come, add a candidate to Escalation, or set FloatIfOutOfBudget to have the FP32 model.", _attempts);
        }

        var everything = new QuantizationOptions(_context.Options) { ExcludedNodes = [.. _context.Model.Prepared.Graph.Node.Select(node => node.Name)] };
        return WithAttempts(_context.Model.Calibrate(everything, _context.Progress).Write(), message + " The FP32 model is returned, as FloatIfOutOfBudget asks.");
    }

    private QuantizationResult WithAttempts(QuantizationResult result, string? warning = null)
    {
        if (warning != null)
        {
            _context.Progress.Warning(warning);
        }

        var report = new Lazy<QuantizationReport>(() => result.Report.Value.With(_attempts, warning), LazyThreadSafetyMode.PublicationOnly);
        return result with { Report = report };
    }
}
