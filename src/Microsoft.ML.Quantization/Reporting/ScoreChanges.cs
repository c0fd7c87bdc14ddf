using System.Globalization;

namespace Microsoft.ML.Quantization;

/// <summary>What rounding did to the predictions of a trained model, on rows of data. Changes of scores are multiples of the size of the scores: the root mean square of those of the trained model.</summary>
public sealed class ScoreChanges
{
    internal ScoreChanges()
    {
    }

    /// <summary>The rows with a score that is not the same bits.</summary>
    public long ChangedRows { get; internal init; }

    /// <summary>The rows whose <c>PredictedLabel</c> differs; 0 where there is none.</summary>
    public long DifferingRows { get; internal init; }

    /// <summary>The interval of the share of such rows, 0 to 1, that <see cref="DifferingRows"/> leave (Clopper and Pearson).</summary>
    public ConfidenceInterval DifferingShare { get; internal init; }

    /// <summary>
    /// Of the rows whose label differs, how far the trained model was at most from deciding otherwise: between the largest score and the next, or between the score and the
    /// threshold. NaN where no label differs, or what decides is not a score.
    /// </summary>
    public double LargestMargin { get; internal init; }

    /// <summary>The largest change of a score.</summary>
    public double LargestScoreChange { get; internal init; }

    /// <summary>The root mean square of the changes of all scores.</summary>
    public double RootMeanSquareScoreChange { get; internal init; }

    /// <summary>The largest change of a <c>Probability</c>, 0 to 1; NaN where there is no such column.</summary>
    public double LargestProbabilityChange { get; internal init; }

    /// <summary>The rows that both models scored.</summary>
    public long Rows { get; internal init; }

    /// <summary>The changes in words.</summary>
    /// <returns>A text like "PredictedLabel differs on 3 of 5,000 rows, none farther than 0.0002 from a tie; scores change by 0.00005 of their size, at most by 0.0002".</returns>
    public override string ToString()
    {
        if (ChangedRows == 0 && DifferingRows == 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"Identical on all {Rows:#,0} rows, bit for bit");
        }

        string margin = double.IsNaN(LargestMargin) ? "" : string.Create(CultureInfo.InvariantCulture, $", none of them farther than {LargestMargin:G2} from a tie");
        string labels = HasLabels
            ? string.Create(CultureInfo.InvariantCulture, $"PredictedLabel differs on {DifferingRows:#,0} of {Rows:#,0} rows ({100 * DifferingShare.Level:0.##} % interval {100 * DifferingShare.Low:0.###} to {100 * DifferingShare.High:0.###} %){margin}; scores change")
            : string.Create(CultureInfo.InvariantCulture, $"Scores of {Rows:#,0} rows change");
        string probability = double.IsNaN(LargestProbabilityChange) ? "" : string.Create(CultureInfo.InvariantCulture, $", probabilities at most by {LargestProbabilityChange:G2}");
        return string.Create(CultureInfo.InvariantCulture, $"{labels} by {RootMeanSquareScoreChange:G2} of their size, at most by {LargestScoreChange:G2}{probability}");
    }

    /// <summary>Whether the models predict a label.</summary>
    internal bool HasLabels { get; init; }
}
