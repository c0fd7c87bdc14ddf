using System.Globalization;
using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Budget;

/// <summary>What is said of attempts to meet a budget.</summary>
internal static class BudgetText
{
    private const string Either = "add a candidate to Escalation, or set FloatIfOutOfBudget to have the FP32 model.";

    public static string Outcome(LossEstimate estimate, double budget)
    {
        string rows = estimate.RowsNeeded is { } needed ? string.Create(CultureInfo.InvariantCulture, $"about {needed:#,0} rows would prove it") : "no number of rows would prove it";
        return estimate.StandingTo(budget) switch
        {
            Standing.Proven => $"Proven to lose at most {Points(budget)}.",
            Standing.Within => $"Within {Points(budget)} on these rows, not proven: {rows} if the others are like these.",
            _ => $"Loses more than {Points(budget)} on these rows.",
        };
    }

    public static string Outcome(LatencyEstimate estimate, double budget) => estimate.StandingTo(budget) switch
    {
        Standing.Proven => $"Proven to take at most {Share(budget)} on this machine.",
        Standing.Within => $"Takes at most {Share(budget)} as measured, not proven: times vary too much for a ratio so near.",
        _ => $"Rejected: takes more than {Share(budget)} on this machine.",
    };

    /// <summary>Of a model that is taken though it is not proven.</summary>
    public static string NotProven(QuantizationAttempt attempt) => attempt.LossStanding != Standing.Proven
        ? $"'{attempt.Name}' is within the accuracy budget on the validation rows, but they are too few to prove it. {attempt.Outcome}"
        : $"'{attempt.Name}' is within the latency budget as measured, but so near to it that this is not proven. {attempt.Outcome}";

    /// <summary>Of models that were fast enough, or need not be.</summary>
    public static string TooLossy(string modelFile, QuantizationBudget budget, IReadOnlyList<QuantizationAttempt> attempts, string counted)
    {
        string fast = budget.MaxLatencyRatio is { } most ? $" and takes at most {Share(most)}" : "";
        var best = attempts.Where(attempt => !double.IsNaN(attempt.Loss)).MinBy(attempt => attempt.Loss);
        return $"No INT8 model of '{modelFile}' was found that loses at most {Points(budget.MaxAccuracyLoss!.Value)} of accuracy{counted}{fast}. The best of {attempts.Count} is {best}";
    }

    public static string TooLossyAdvice(QuantizationBudget budget) =>
        $"Raise MaxAccuracyLoss{(budget.MaxLatencyRatio == null ? "" : " or MaxLatencyRatio")}, calibrate on rows that are more like those to come, {Either}";

    public static string TooSlow(string modelFile, double most, IReadOnlyList<QuantizationAttempt> attempts) =>
        $"No INT8 model of '{modelFile}' was found that takes at most {Share(most)} on this machine. The fastest of {attempts.Count} is {attempts.MinBy(attempt => attempt.LatencyRatio)}";

    public static string TooSlowAdvice(QuantizationOptions options, IReadOnlyList<QuantizationAttempt> attempts)
    {
        bool isFloat = attempts.All(attempt => double.IsPositiveInfinity(attempt.Sqnr));
        return isFloat && options.OnlyWhereFaster
            ? "No node of the model is expected to be faster in INT8, so OnlyWhereFaster leaves all in FP32: set it to false to have INT8 timed all the same, or set FloatIfOutOfBudget to have the FP32 model."
            : $"Raise MaxLatencyRatio, {(options.ExcludedNodes.Count + options.ExcludedOperators.Count > 0 ? "exclude less, " : "")}{Either}";
    }

    private static string Points(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.##} points");

    private static string Share(double ratio) => string.Create(CultureInfo.InvariantCulture, $"{ratio:0.###} of FP32's time");
}
