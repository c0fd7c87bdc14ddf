using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.MixedPrecision;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Budget;

/// <summary>
/// Tries ways to quantize until one is proven to be within the budgets: from cheap to dear where accuracy has a budget, from exact to fast
/// where time alone has one.
/// </summary>
internal sealed class Escalation
{
    private readonly CandidateContext _context;
    private readonly QuantizationBudget _budget;
    private readonly IAccuracyTrial? _trial;
    private readonly AttemptJudge _judge;
    private readonly List<QuantizationAttempt> _attempts = [];

    private Escalation(CandidateContext context, IAccuracyTrial? trial, ILatencyMeter meter)
    {
        (_context, _budget, _trial) = (context, context.Options.Budget!, trial);
        _judge = new AttemptJudge(_budget, meter, trial);
    }

    /// <param name="modelFile">The FP32 ONNX file.</param>
    /// <param name="rows">Calibration rows, none of which is validated on.</param>
    /// <param name="set">The rows to validate on; <see langword="null"/> where accuracy has no budget.</param>
    /// <param name="options">The options, with a budget.</param>
    /// <param name="progress">Told of every step.</param>
    /// <param name="meter">Measures the time; <see langword="null"/> for the clock, tests have none.</param>
    public static QuantizationResult Run(
        string modelFile, IEnumerable<TensorValue[]> rows, ValidationSet? set, QuantizationOptions options, IQuantizationProgress progress, ILatencyMeter? meter = null)
    {
        using var model = ObservedModel.Create(modelFile, rows, EscalationCandidates.Configurations(options), progress, MixedPrecisionSearch.Observed(options));
        var context = new CandidateContext(modelFile, model, options, progress);
        return Run(context, set, meter ?? new LatencyMeter(model, options));
    }

    /// <param name="context">The model and the budgets.</param>
    /// <param name="set">The rows to validate on; <see langword="null"/> where accuracy has no budget.</param>
    /// <param name="meter">Measures the time.</param>
    /// <exception cref="QuantizationBudgetException">Nothing that was tried meets the budgets.</exception>
    private static QuantizationResult Run(CandidateContext context, ValidationSet? set, ILatencyMeter meter)
    {
        IAccuracyTrial? trial = set == null ? null
            : set.Detection != null ? new DetectionTrial(context.Model.Source, set, context.Options.RunSettings)
            : new AccuracyTrial(context.Model.Source, set, context.Options, context.Progress);
        return new Escalation(context, trial, meter).Run();
    }

    private QuantizationResult Run()
    {
        // Post-training steps cost little, so they go on while one may still be proven; training is for a budget that is missed.
        var (result, attempt) = Try(_trial == null ? EscalationCandidates.FromExactToFast(_context) : EscalationCandidates.PostTraining(_context));
        if (result == null)
        {
            (result, attempt) = Try(EscalationCandidates.Further(_context));
        }

        if (result == null)
        {
            return Missed();
        }

        attempt!.IsAccepted = true;
        _context.Progress.Message($"Took {attempt.Name}.");
        return WithAttempts(result, attempt.IsProven ? null : BudgetText.NotProven(attempt));
    }

    /// <summary>The first that is proven, or else the first that is within the budgets as measured.</summary>
    private (QuantizationResult? Result, QuantizationAttempt? Attempt) Try(IEnumerable<BudgetCandidate> steps)
    {
        (QuantizationResult? Result, QuantizationAttempt? Attempt) best = default;
        foreach (var step in steps)
        {
            _context.Options.CancellationToken.ThrowIfCancellationRequested();
            var result = step.Make();
            var attempt = _judge.Judge(step, result);
            step.Loss = attempt.Loss;
            _attempts.Add(attempt);
            _context.Progress.Message(attempt.ToString());
            bool better = attempt.IsProven || (best.Result == null && attempt.IsWithin);
            (better ? best.Result : result)?.Model.Dispose();
            best = better ? (result, attempt) : best;
            if (attempt.IsProven || (best.Result != null && !_judge.CanProveMore))
            {
                break;
            }
        }

        return best;
    }

    private QuantizationResult Missed()
    {
        var options = _context.Options;
        bool slow = _attempts.TrueForAll(attempt => attempt.LatencyStanding == Standing.Missed);
        string message = slow
            ? BudgetText.TooSlow(_context.ModelFile, _budget.MaxLatencyRatio!.Value, _attempts)
            : BudgetText.TooLossy(_context.ModelFile, _budget, _attempts, _trial!.Counted);
        if (!_budget.FloatIfOutOfBudget)
        {
            throw slow
                ? new LatencyRatioException($"{message} {BudgetText.TooSlowAdvice(options, _attempts)}", _attempts)
                : new AccuracyLossException($"{message} {BudgetText.TooLossyAdvice(_budget)}", _attempts);
        }

        var everything = options with { ExcludedNodes = [.. _context.Model.Prepared.Graph.Node.Select(node => node.Name)] };
        return WithAttempts(_context.Model.Calibrate(everything, _context.Progress).Write(), message + " The FP32 model is returned, as FloatIfOutOfBudget asks.");
    }

    private QuantizationResult WithAttempts(QuantizationResult result, string? warning)
    {
        if (warning != null)
        {
            _context.Progress.Warning(warning);
        }

        var report = new Lazy<QuantizationReport>(() => result.Report.Value.With(_attempts, warning), LazyThreadSafetyMode.PublicationOnly);
        return result with { Report = report };
    }
}
