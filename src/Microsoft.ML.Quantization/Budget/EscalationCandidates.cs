using System.Globalization;
using Microsoft.ML.Quantization.MixedPrecision;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.Budget;

/// <summary>What is tried to meet a budget. Each step is worked out when the one before it was not enough.</summary>
internal static class EscalationCandidates
{
    /// <summary>All ways to quantize that steps may take, for the one pass that observes.</summary>
    public static IReadOnlyList<QuantizationOptions> Configurations(QuantizationOptions options) =>
        [options, options with { Calibration = CalibrationMethod.Auto }, .. options.Budget!.Escalation.SelectMany(candidate => candidate.Configurations)];

    /// <summary>Post-training quantization from cheap to dear: as asked for, by the best method, with equalized weights, and with nodes in FP32.</summary>
    public static IEnumerable<BudgetCandidate> PostTraining(CandidateContext context)
    {
        var (options, model) = (context.Options, context.Model);
        var calibrated = model.Calibrate(options, context.Progress);
        var step = Whole(calibrated);
        yield return step;
        if (options.CalibrationTable == null && options.Calibration != CalibrationMethod.Auto)
        {
            var best = model.Calibrate(options with { Calibration = CalibrationMethod.Auto }, context.Progress);
            if (best.Options.Calibration != options.Calibration)
            {
                calibrated = best;
                step = Whole(best);
                yield return step;
            }
        }

        var equalizing = options with { Calibration = CalibrationMethod.Auto, CrossLayerEqualization = true };
        if (options.CalibrationTable == null && model.For(equalizing) is var other && other != model)
        {
            var equalized = other.Calibrate(equalizing, context.Progress);
            var next = Whole(equalized);
            yield return next;
            (model, calibrated) = next.Loss < step.Loss ? (other, equalized) : (model, calibrated);
        }

        foreach (var plan in MixedPrecisionSearch.Run(model, calibrated, context.Progress).Steps())
        {
            yield return Mixed(context, model, calibrated, plan);
        }
    }

    /// <summary>Post-training quantization with nodes in FP32, and last as asked for: by rising error of the outputs, whatever the time.</summary>
    public static IEnumerable<BudgetCandidate> FromExactToFast(CandidateContext context)
    {
        var calibrated = context.Model.Calibrate(context.Options, context.Progress);
        var front = MixedPrecisionSearch.Run(context.Model, calibrated, context.Progress).Front;
        foreach (var plan in front.OrderBy(plan => plan.MeasuredError).ThenBy(plan => plan.AddedNanoseconds))
        {
            var step = Mixed(context, context.Model, calibrated, plan);
            yield return plan.FloatNodes.Count > 0 ? step : Whole(calibrated) with { Sqnr = step.Sqnr };
        }

        if (front.Count == 0)
        {
            yield return Whole(calibrated);
        }
    }

    public static IEnumerable<BudgetCandidate> Further(CandidateContext context) =>
        context.Options.Budget!.Escalation.Select(candidate => new BudgetCandidate(candidate.Name, [], () => candidate.Quantize(context)));

    /// <summary>All in INT8 that is to be.</summary>
    private static BudgetCandidate Whole(CalibratedModel calibrated) => new($"post-training, {Method(calibrated)}", [], calibrated.Write);

    private static BudgetCandidate Mixed(CandidateContext context, ObservedModel model, CalibratedModel calibrated, MixedPlan plan)
    {
        string nodes = string.Join(", ", plan.FloatNodes.Take(3)) + (plan.FloatNodes.Count > 3 ? ", ..." : "");
        return new BudgetCandidate(
            string.Create(CultureInfo.InvariantCulture, $"mixed precision, {Method(calibrated)}, {plan.FloatNodes.Count} nodes in FP32 ({nodes})"),
            plan.FloatNodes,
            () => RuntimeAgreement.Reach(model, plan.Plan, plan.Options, context.Progress).Write())
        {
            Sqnr = -10 * Math.Log10(plan.MeasuredError),
        };
    }

    private static string Method(CalibratedModel calibrated) =>
        (calibrated.Options.CalibrationTable == null ? $"{calibrated.Options.Calibration}" : "calibration table") + (calibrated.Table.IsEqualized ? ", equalized" : "");
}
