using Microsoft.ML.Quantization.Evaluation.Metrics;
using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Chains.Evaluating;

/// <summary>Compares what two models predict, on rows that both score.</summary>
internal static class ModelEvaluator
{
    /// <exception cref="InvalidOperationException">There are no rows, a label does not fit the scores, or the quantized model gives NaN where the trained one does not.</exception>
    public static QuantizationEvaluation Run(PairedModels models, double level, CancellationToken token)
    {
        ITaskMeasure? measure = null;
        RowTable? table = null;
        bool isBinary = models.Task == EvaluationTask.BinaryClassification;
        var changes = new ScoreChangesSum(isBinary, models.HasLabelColumn);
        long rows = 0;
        foreach (var row in models.Read(token))
        {
            // Rows that cannot be scored, for want of a value, say nothing of either model. ML.NET's evaluators leave them out too.
            if (row.Expected.HasNaN)
            {
                continue;
            }

            Check(models, rows, row);
            measure ??= Measure(models, row.Expected);
            table ??= measure == null ? null : new RowTable(measure.Width);
            changes.Add(row.Expected, row.Actual, row.SameLabel);
            if (measure != null && row.Label.Length >= models.LabelLength)
            {
                double[] numbers = new double[measure.Width];
                measure.Measure(row.Label, isBinary ? row.Expected.Binary : row.Expected.Scores, isBinary ? row.Actual.Binary : row.Actual.Scores, numbers);
                table!.Add(numbers);
            }

            rows++;
        }

        if (measure != null && table!.Rows == 0)
        {
            throw new InvalidOperationException($"No row has a label in column '{models.LabelName}'. Name the column in which the model's own steps number the classes, or none to compare without labels.");
        }

        return rows == 0 ? throw new InvalidOperationException("The data has no rows that the model scores. Give some hundred rows or more that are like those to come.") : new QuantizationEvaluation
        {
            Task = models.Task,
            Rows = rows,
            HasLabels = models.HasLabels,
            ConfidenceLevel = level,
            Metrics = measure == null ? [] : [.. measure.Metrics(table!, level)],
            Agreement = models.HasLabelColumn ? changes.Agreement : double.NaN,
            LargestAccuracyLoss = models.HasLabelColumn ? changes.LargestLoss(level) : double.NaN,
            Sqnr = changes.Sqnr,
            PeakSignalToNoiseRatio = double.NaN,
            Changes = changes.ToChanges(level),
        };
    }

    private static ITaskMeasure? Measure(PairedModels models, Prediction first) => models.Task switch
    {
        EvaluationTask.Embedding => new DirectionMeasure(labelled: false),
        _ when !models.HasLabels => null,
        EvaluationTask.BinaryClassification => new DecisionMeasure(),
        EvaluationTask.MulticlassClassification => new MulticlassMeasure(labelled: true, models.Scores, AreShares(first.Scores)),
        EvaluationTask.Ranking => new RankingMeasure(),
        _ => new QuantityMeasure(),
    };

    /// <summary>Scores that add up to 1 are probabilities; others become so by softmax.</summary>
    private static bool AreShares(float[] scores) => Array.TrueForAll(scores, score => score is >= 0 and <= 1) && Math.Abs(scores.Sum() - 1) < 1e-3;

    private static void Check(PairedModels models, long number, PairedRow row)
    {
        if (row.Actual.HasNaN)
        {
            throw new InvalidOperationException($"The quantized model gives NaN in column '{models.ScoreName}' for row {number}, where the trained one gives a number.");
        }

        if (row.Expected.Scores.Length != row.Actual.Scores.Length)
        {
            throw new InvalidOperationException($"Column '{models.ScoreName}' has {row.Expected.Scores.Length} values of the trained model for row {number}, but {row.Actual.Scores.Length} of the quantized one.");
        }

        if (models.Task is EvaluationTask.BinaryClassification or EvaluationTask.MulticlassClassification && row.Label.Length > 0 && row.Label[0] >= Math.Max(2, models.Scores))
        {
            throw new InvalidOperationException(
                $"Row {number} has class {row.Label[0]} (counted from 0) in column '{models.LabelName}', but the model tells {Math.Max(2, models.Scores)} classes apart. Name the column in which the model's own steps number the classes.");
        }
    }
}
