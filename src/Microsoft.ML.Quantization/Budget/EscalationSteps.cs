using System.Globalization;
using Microsoft.ML.Quantization.MixedPrecision;

namespace Microsoft.ML.Quantization.Budget;

/// <summary>What is tried to meet an accuracy budget, from cheap to dear. Each step is worked out when the one before it was not enough.</summary>
internal static class EscalationSteps
{
    /// <summary>All ways to quantize that steps may take, for the one pass that observes.</summary>
    public static IReadOnlyList<QuantizationOptions> Ways(QuantizationOptions options) =>
        [options, .. options.Escalation.SelectMany(candidate => candidate.Ways)];

    /// <summary>Post-training quantization: as asked for, by the best method, with equalized weights, and with nodes in FP32.</summary>
    public static IEnumerable<Step> PostTraining(CandidateContext context)
    {
        var (options, model) = (context.Options, context.Model);
        var calibrated = model.Calibrate(options, context.Progress);
        var step = new Step($"post-training, {Method(calibrated)}", [], calibrated.Write);
        yield return step;
        if (options.CalibrationTable == null && options.Calibration != CalibrationMethod.Auto)
        {
            var best = model.Calibrate(new QuantizationOptions(options) { Calibration = CalibrationMethod.Auto }, context.Progress);
            if (best.Options.Calibration != options.Calibration)
            {
                calibrated = best;
                step = new Step($"post-training, {Method(best)}", [], best.Write);
                yield return step;
            }
        }

        var equalizing = new QuantizationOptions(options) { Calibration = CalibrationMethod.Auto, CrossLayerEqualization = true };
        if (options.CalibrationTable == null && model.For(equalizing) is var other && other != model)
        {
            var equalized = other.Calibrate(equalizing, context.Progress);
            var next = new Step($"post-training, {Method(equalized)}", [], equalized.Write);
            yield return next;
            (model, calibrated) = next.Loss < step.Loss ? (other, equalized) : (model, calibrated);
        }

        foreach (var plan in MixedPrecisionSearch.Run(model, calibrated, context.Progress).Steps())
        {
            string nodes = string.Join(", ", plan.FloatNodes.Take(3)) + (plan.FloatNodes.Count > 3 ? ", ..." : "");
            yield return new Step(
                string.Create(CultureInfo.InvariantCulture, $"mixed precision, {Method(calibrated)}, {plan.FloatNodes.Count} nodes in FP32 ({nodes})"),
                plan.FloatNodes,
                plan.Calibrate(model, context.Progress).Write);
        }
    }

    public static IEnumerable<Step> Further(CandidateContext context) =>
        context.Options.Escalation.Select(candidate => new Step(candidate.Name, [], () => candidate.Quantize(context)));

    private static string Method(CalibratedModel calibrated) =>
        (calibrated.Options.CalibrationTable == null ? $"{calibrated.Options.Calibration}" : "calibration table") + (calibrated.Table.IsEqualized ? ", equalized" : "");
}
