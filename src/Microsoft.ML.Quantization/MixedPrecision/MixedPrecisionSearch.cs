using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.MixedPrecision;

/// <summary>Finds which few nodes to leave in FP32 so that most of the error goes at the least cost in time.</summary>
internal static class MixedPrecisionSearch
{
    private const int MostRows = 24;

    /// <summary>Options that quantize every tensor that any choice of nodes may quantize, with a range of its own, so that one pass observes all of them.</summary>
    public static QuantizationOptions Widest(QuantizationOptions options) =>
        options with { OnlyWhereFaster = false, ExcludedOperators = [.. options.ExcludedOperators.Union(options.Target.Definition.Rules.Operators.Carriers, StringComparer.Ordinal)] };

    /// <summary>What to observe so that any choice of nodes can be quantized, whether weights are equalized or not.</summary>
    public static IReadOnlyList<QuantizationOptions> Observed(QuantizationOptions options) =>
        [Widest(options with { CrossLayerEqualization = false }), Widest(options with { CrossLayerEqualization = true })];

    /// <param name="model">The model, observed with <see cref="Observed"/> among others.</param>
    /// <param name="calibrated">Its calibration with everything in INT8 that is to be.</param>
    /// <param name="progress">Told of every step.</param>
    public static MixedPrecisionResult Run(ObservedModel model, CalibratedModel calibrated, IQuantizationProgress progress)
    {
        var samples = model.Samples.ToArray();
        if (samples.Length == 0 || calibrated.Plan.IsEmpty)
        {
            return new MixedPrecisionResult([], [], null);
        }

        var rows = SpreadRows.Take(samples, MostRows);
        var layers = SensitivityAnalysis.Run(model, calibrated, progress);
        progress.Message($"Of the output error: {string.Join("; ", layers.Take(3))}.");
        var errors = new OutputErrors(model.Prepared, rows, calibrated.Options.RunSettings);
        var map = new NoiseMap(errors, progress);
        var plans = new MixedPlans(model, calibrated, map);
        var front = PrecisionFront.Search(model, calibrated, plans, map, progress);
        progress.Message($"Mixed precision found {front.Count} choices of nodes to leave in FP32.");
        var measured = errors.Measure([.. front.Select(plan => (Func<OnnxModel>)(() => plan.Calibrate(model, progress).Rewrite()))], done => progress.Step("Measured choices of nodes", done, front.Count));
        var shares = layers.ToDictionary(layer => layer.NodeName, layer => layer.ErrorShare, StringComparer.Ordinal);
        return new MixedPrecisionResult(
            [.. front.Zip(measured, (plan, error) => plan with { MeasuredError = error.Typical })], layers, new PlanTrimmer(model, plans, errors, shares, progress));
    }
}
