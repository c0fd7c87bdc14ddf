using System.Globalization;

namespace Microsoft.ML.Quantization.Budget;

/// <summary>What is said of attempts to meet an accuracy budget.</summary>
internal static class BudgetText
{
    public static string Outcome(LossEstimate estimate, double budget)
    {
        string rows = estimate.RowsNeeded is { } needed ? string.Create(CultureInfo.InvariantCulture, $"about {needed:#,0} rows would prove it") : "no number of rows would prove it";
        return estimate.Bound <= budget ? $"Proven to lose at most {Points(budget)}."
            : estimate.Loss <= budget ? $"Within {Points(budget)} on these rows, not proven: {rows} if the others are like these."
            : $"Loses more than {Points(budget)} on these rows.";
    }

    public static string Missed(string modelFile, double budget, bool labelled, IReadOnlyList<QuantizationAttempt> attempts)
    {
        string counted = labelled ? "" : " (without labels every row that differs from FP32 counts as lost)";
        return $"No INT8 model of '{modelFile}' was found that loses at most {Points(budget)} of accuracy{counted}. The best of {attempts.Count} is {attempts.MinBy(attempt => attempt.Loss)}";
    }

    private static string Points(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.##} points");
}
