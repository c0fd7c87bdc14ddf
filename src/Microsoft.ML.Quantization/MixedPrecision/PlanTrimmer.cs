using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.MixedPrecision;

/// <summary>
/// Takes nodes back into INT8 that are in FP32 only to spare conversions: fewer nodes in FP32 for about the same time, and errors that
/// are measured instead of predicted.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="plans">Makes the plans.</param>
/// <param name="errors">Measures their models.</param>
/// <param name="shares">Each node's share of the error; those with the least go back first.</param>
/// <param name="progress">Told of every step.</param>
internal sealed class PlanTrimmer(ObservedModel model, MixedPlans plans, OutputErrors errors, IReadOnlyDictionary<string, double> shares, IQuantizationProgress progress)
{
    /// <summary>Trying each of more nodes takes too long.</summary>
    private const int MostNodes = 12;

    /// <summary>A plan with no more nodes in FP32 than are needed for an error of at most <paramref name="bound"/>.</summary>
    public MixedPlan Trim(MixedPlan plan, double bound)
    {
        if (plan.FloatNodes.Count > MostNodes)
        {
            return plan;
        }

        foreach (string node in plan.FloatNodes.OrderBy(node => shares.GetValueOrDefault(node)).ThenBy(node => node, StringComparer.Ordinal).ToArray())
        {
            if (plans.Without(plan.FloatNodes.Where(other => other != node)) is { FloatNodes.Count: > 0 } fewer && fewer.FloatNodes.Count < plan.FloatNodes.Count && Error(fewer) is var error && error <= bound)
            {
                plan = fewer with { MeasuredError = error };
            }
        }

        return plan;
    }

    private double Error(MixedPlan plan) => errors.Measure(plan.Calibrate(model, progress).Rewrite()).Typical;
}
