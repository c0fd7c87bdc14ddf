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
    public static IReadOnlyList<QuantizationCandidate> Create(QuantizationOptions options)
    {
        var fast = options with { Effort = QuantizationEffort.Fast, Calibration = options.Calibration };
        var (methods, isOneOfThem) = Methods(fast);
        return
        [
            .. methods,
            .. DynamicOptions.GoWith(options.Target) ? new[] { Of("dynamic", options with { DynamicActivations = true }, "no data") } : [],
            .. isOneOfThem ? [] : new[] { Of("fast effort", fast, "one calibration pass") },
            .. options.Effort == QuantizationEffort.Fast ? [] : new[]
            {
                Of("default effort", options with { Effort = QuantizationEffort.Default }, "one calibration pass, and passes over the numbers"),
                Of("best effort", options with { Effort = QuantizationEffort.Best }, "the same, and searches on the INT8 model"),
            },
        ];
    }

    /// <summary>A line for each method, all with the fast effort; one of them may be what the options ask for, and is made once.</summary>
    private static (IEnumerable<QuantizationCandidate> Lines, bool IsOneAsked) Methods(QuantizationOptions fast)
    {
        var each = Defaults.Select(line => (line.Name, Options: fast with { Calibration = line.Method, PerChannel = line.PerChannel })).ToArray();
        return (each.Select(line => Of(line.Name, line.Options, line.Options == fast ? "one calibration pass, the fast effort" : "one calibration pass")), Array.Exists(each, line => line.Options == fast));
    }

    /// <summary>One for each target.</summary>
    /// <param name="targets">Where models are to run.</param>
    /// <param name="options">What all of them start from.</param>
    public static IEnumerable<QuantizationCandidate> For(IEnumerable<QuantizationTarget> targets, QuantizationOptions options) =>
        targets.Select(target => QuantizationCandidate.PostTraining($"for {target}", options.For(target)));

    private static PostTrainingCandidate Of(string name, QuantizationOptions options, string effort) => new(name, OptionsCheck.Checked(options), effort);
}
