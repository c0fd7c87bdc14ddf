using Microsoft.ML.Quantization.Budget;
using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Chains.Settling;

/// <summary>Tells from an evaluation how a model stands to a budget.</summary>
internal static class RoundedLoss
{
    /// <param name="evaluation">The model on the rows.</param>
    /// <param name="budget">The loss that is allowed.</param>
    /// <param name="level">The confidence that this look needs.</param>
    /// <exception cref="InvalidOperationException">The model is no classifier and there are no labels.</exception>
    public static LossEstimate Estimate(QuantizationEvaluation evaluation, double budget, double level)
    {
        if (evaluation.Primary?.Counts is { } counts)
        {
            return LossEstimate.Create(counts, labelled: true, budget, level);
        }

        if (evaluation.Changes is { } changes && !double.IsNaN(evaluation.Agreement))
        {
            return LossEstimate.Create(new PairedCounts(evaluation.Rows, changes.DifferingRows, 0), labelled: false, budget, level);
        }

        return evaluation.Primary is { } metric && evaluation.HasLabels
            ? OfMetric(metric, evaluation, budget, level)
            : throw new InvalidOperationException(
                $"{nameof(TrainedModelOptions.MaxAccuracyLoss)} needs labels for a model that decides for no class: name the column in {nameof(TrainedModelOptions.LabelColumnName)}{(evaluation.Task == EvaluationTask.Ranking ? $" and that of the groups in {nameof(TrainedModelOptions.RowGroupColumnName)}" : "")}.");
    }

    /// <summary>A share of the metric itself: of a gain, or of an error, whose own interval is left out as it hardly moves.</summary>
    private static LossEstimate OfMetric(MetricComparison metric, QuantizationEvaluation evaluation, double budget, double level)
    {
        double size = metric.Float > 0 ? metric.Float : 1;
        var (loss, low, high) = (metric.Loss / size, metric.Interval.Low / size, metric.Interval.High / size);
        double factor = ScoreInterval.OneSided(level) / ScoreInterval.TwoSided(metric.Interval.Level);
        double bound = double.IsNaN(high) ? double.PositiveInfinity : loss + (factor * (high - loss));

        // The width falls with the root of the rows.
        double ratio = (bound - loss) / (budget - loss);
        return new LossEstimate(loss, new ConfidenceInterval(low, high, metric.Interval.Level), bound, loss < budget && double.IsFinite(bound) ? (long)Math.Ceiling(evaluation.Rows * ratio * ratio) : null);
    }
}
