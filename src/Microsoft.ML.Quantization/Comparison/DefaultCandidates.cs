using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Comparison;

/// <summary>What is compared where nothing was asked for: all that post-training quantization can do.</summary>
internal static class DefaultCandidates
{
    private static readonly (string Name, CalibrationMethod Method, bool PerChannel)[] Defaults =
    [
        .. CalibrationRules.All.OrderBy(rule => rule.Method).Select(rule => (rule.Name, rule.Method, true)),
        ("auto", CalibrationMethod.Auto, true),
        ("mean sq. error, per tensor", CalibrationRules.Default.Method, false),
    ];

    /// <param name="options">What all of them start from.</param>
    public static IReadOnlyList<QuantizationCandidate> Create(QuantizationOptions options) =>
    [
        .. Defaults.Select(each => QuantizationCandidate.PostTraining(each.Name, options with { Effort = QuantizationEffort.Fast, Calibration = each.Method, PerChannel = each.PerChannel })),
        QuantizationCandidate.PostTraining("dynamic", options with { DynamicActivations = true }),
        QuantizationCandidate.PostTraining("default effort", options with { Effort = QuantizationEffort.Default }),
    ];

    /// <summary>One for each target.</summary>
    /// <param name="targets">Where models are to run.</param>
    /// <param name="options">What all of them start from.</param>
    public static IEnumerable<QuantizationCandidate> For(IEnumerable<QuantizationTarget> targets, QuantizationOptions options) =>
        targets.Select(target => QuantizationCandidate.PostTraining($"for {target}", options.For(target)));
}
