using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Quantizing;

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
        .. DynamicOptions.GoWith(options.Target) ? new[] { Of("dynamic", options with { DynamicActivations = true }, "no data") } : [],
        Of("fast effort", options with { Effort = QuantizationEffort.Fast }, "one calibration pass"),
        Of("default effort", options with { Effort = QuantizationEffort.Default }, "one calibration pass, and passes over the numbers"),
        Of("best effort", options with { Effort = QuantizationEffort.Best }, "the same, and searches on the INT8 model"),
    ];

    /// <summary>One for each target.</summary>
    /// <param name="targets">Where models are to run.</param>
    /// <param name="options">What all of them start from.</param>
    public static IEnumerable<QuantizationCandidate> For(IEnumerable<QuantizationTarget> targets, QuantizationOptions options) =>
        targets.Select(target => QuantizationCandidate.PostTraining($"for {target}", options.For(target)));

    private static PostTrainingCandidate Of(string name, QuantizationOptions options, string effort) => new(name, OptionsCheck.Checked(options), effort);
}
