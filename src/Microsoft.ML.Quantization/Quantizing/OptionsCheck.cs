using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Evaluation.Detections;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>Refuses options that make no sense before any work is done.</summary>
internal static class OptionsCheck
{
    public static QuantizationOptions Checked(QuantizationOptions options)
    {
        AtLeastOne(options.MaxCalibrationRows, nameof(options.MaxCalibrationRows));
        AtLeastOne(options.BatchSize, nameof(options.BatchSize));
        AtLeastOne(options.IntraOpThreads, nameof(options.IntraOpThreads));
        if (!Enum.IsDefined(options.Effort))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Effort, $"'{options.Effort}' is no effort. Take {string.Join(", ", Enum.GetNames<QuantizationEffort>())}.");
        }

        if (options.Passes is null)
        {
            throw new ArgumentException($"{nameof(options.Passes)} is null. Leave it at its default.", nameof(options));
        }

        if (!Enum.IsDefined(options.Calibration))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Calibration, $"'{options.Calibration}' is no calibration method.");
        }

        foreach (var parameter in CalibrationRules.Candidates(options.Calibration).Select(rule => rule.Parameter).OfType<CalibrationParameter>())
        {
            double value = parameter.Value(options.CalibrationSettings);
            if (!parameter.Allows(value))
            {
                throw new ArgumentOutOfRangeException(nameof(options), value, $"{parameter.Option} must be above {parameter.Above} and at most {parameter.Most}.");
            }
        }

        if (options.Target is null)
        {
            throw new ArgumentException($"{nameof(options.Target)} is null. Leave it at its default, or take one of the properties of {nameof(QuantizationTarget)}.", nameof(options));
        }

        NoNulls(options.AlsoFor, nameof(options.AlsoFor));
        if (options.AlsoFor.Append(options.Target).GroupBy(target => target).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"{nameof(options.AlsoFor)} and {nameof(options.Target)} name {twice.Key} twice. Name each target once.", nameof(options));
        }

        if (options.AlsoFor.Count > 0 && options.Budget != null)
        {
            throw new ArgumentException($"{nameof(options.AlsoFor)} does not go together with {nameof(options.Budget)}, which tries models for one target. Fit once for each target instead.", nameof(options));
        }

        DynamicOptions.Check(options);
        NoOthersWithShards(options);
        NoNulls(options.ExcludedNodes, nameof(options.ExcludedNodes));
        NoNulls(options.ExcludedOperators, nameof(options.ExcludedOperators));
        if (options.MaxRowTime is { } time && time <= TimeSpan.Zero && time != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(options), time, $"{nameof(options.MaxRowTime)} must be above 0, or Timeout.InfiniteTimeSpan for no limit, or null.");
        }

        Check(options.Budget, nameof(options));
        return options;
    }

    private static void NoOthersWithShards(QuantizationOptions options)
    {
        string? other = options.CalibrationTable != null ? nameof(options.CalibrationTable) : options.Budget != null ? nameof(options.Budget) : options.DynamicActivations ? nameof(options.DynamicActivations) : null;
        if (options.CalibrationShards != null && other != null)
        {
            throw new ArgumentException($"{nameof(options.CalibrationShards)} does not go together with {other}. Leave one of them at its default.", nameof(options));
        }
    }

    /// <exception cref="ArgumentException">The list is missing, or an entry is.</exception>
    public static void NoNulls<T>(IReadOnlyList<T>? entries, string name)
        where T : class
    {
        if (entries == null || entries.Any(entry => entry == null))
        {
            throw new ArgumentException($"{name} {(entries == null ? "is null. Leave it empty for none" : "has an entry that is null. Leave it out")}.", name);
        }
    }

    private static void Check(QuantizationBudget? budget, string parameter)
    {
        if (budget == null)
        {
            return;
        }

        DetectionOptionsCheck.Check(budget.Detection);
        if (budget is { MaxAccuracyLoss: null, MaxLatencyRatio: null })
        {
            throw new ArgumentException($"{nameof(QuantizationOptions.Budget)} limits nothing. Set its {nameof(budget.MaxAccuracyLoss)} or {nameof(budget.MaxLatencyRatio)}, or leave {nameof(QuantizationOptions.Budget)} null.", parameter);
        }

        if (budget.MaxAccuracyLoss is { } loss && loss is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(parameter, loss, $"{nameof(budget.MaxAccuracyLoss)} is a share: it must be at least 0 and below 1, such as 0.005 for half a point.");
        }

        if (budget.MaxLatencyRatio is { } ratio && !(ratio > 0 && double.IsFinite(ratio)))
        {
            throw new ArgumentOutOfRangeException(parameter, ratio, $"{nameof(budget.MaxLatencyRatio)} is a multiple of FP32's time: it must be above 0 and finite, such as 0.6 for six tenths of it, or null.");
        }

        NoNulls(budget.Escalation, nameof(budget.Escalation));
    }

    private static void AtLeastOne(int? value, string name)
    {
        if (value < 1)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be 1 or more, or null.");
        }
    }
}
