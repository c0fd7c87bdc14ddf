using System.Globalization;
using System.Text;

namespace Microsoft.ML.Quantization;

/// <summary>What an INT8 model lost against the FP32 model it was made from, or a quantized model against the one that ML.NET trained, on rows of data, and how sure that is.</summary>
public sealed class QuantizationEvaluation
{
    internal QuantizationEvaluation()
    {
    }

    /// <summary>What the models were compared as; never <see cref="EvaluationTask.Auto"/>.</summary>
    public EvaluationTask Task { get; internal init; }

    /// <summary>The rows that both models scored.</summary>
    public long Rows { get; internal init; }

    /// <summary>Whether the rows had labels.</summary>
    public bool HasLabels { get; internal init; }

    /// <summary>The confidence level of all intervals and bounds, 0.5 to 1.</summary>
    public double ConfidenceLevel { get; internal init; }

    /// <summary>The metrics of the task that the rows define, the primary one first; none for a classification without labels.</summary>
    public IReadOnlyList<MetricComparison> Metrics { get; internal init; } = [];

    /// <summary>
    /// The first of <see cref="Metrics"/>: MicroAccuracy, Accuracy, RootMeanSquaredError, CosineSimilarity, PeakSignalToNoiseRatio, NormalizedDiscountedCumulativeGain@3, MAP50_95 or
    /// DetectionAgreement; <see langword="null"/> where there is none.
    /// </summary>
    public MetricComparison? Primary => Metrics.Count > 0 ? Metrics[0] : null;

    /// <summary>The average precision of each class that the labels have, rising; empty where no objects are detected, or there are no labels.</summary>
    public IReadOnlyList<ClassAveragePrecision> Classes { get; internal init; } = [];

    /// <summary>
    /// The share of rows, 0 to 1, for which both models decide for the same class; the share of FP32's detections that INT8 has too, where objects are detected; NaN for other tasks.
    /// </summary>
    public double Agreement { get; internal init; }

    /// <summary>
    /// The accuracy, as a share of 1, that can have been lost at most, whatever the labels are: the Clopper-Pearson upper bound at
    /// <see cref="ConfidenceLevel"/> of the share of rows for which the models decide differently. NaN where the task is no classification.
    /// </summary>
    public double LargestAccuracyLoss { get; internal init; }

    /// <summary>
    /// The signal-to-quantization-noise ratio of the first output in decibels: INT8 against FP32; positive infinity where they are equal. Where objects are detected, that of the boxes or that of the scores,
    /// whichever is lower; NaN where their number depends on the data.
    /// </summary>
    public double Sqnr { get; internal init; }

    /// <summary>The peak signal-to-noise ratio of the first output in decibels, INT8 against FP32; the peak is the range of the FP32 values over all rows. NaN where objects are detected.</summary>
    public double PeakSignalToNoiseRatio { get; internal init; }

    /// <summary>What the rounding did to the predictions, for models that ML.NET trained; <see langword="null"/> for ONNX models.</summary>
    public ScoreChanges? Changes { get; internal init; }

    /// <summary>The evaluation as JSON.</summary>
    /// <returns>An indented JSON object.</returns>
    /// <example>
    /// <code>
    /// QuantizationEvaluation evaluation = mlContext.Quantization().Evaluate(testImages, model, "Label");
    /// File.WriteAllText("evaluation.json", evaluation.ToJson());
    /// </code>
    /// </example>
    public string ToJson() => Reporting.EvaluationJson.Write(this);

    /// <summary>The evaluation in words, the primary metric first.</summary>
    /// <returns>Some lines of text.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var metric in Metrics)
        {
            Line(text, metric == Primary ? (FormattableString)$"{metric}, {Rows:#,0} rows" : $"{metric}");
        }

        if (Changes is { } changes)
        {
            text.AppendLine(changes.ToString());
            if (!double.IsNaN(Agreement) && changes.ChangedRows > 0)
            {
                Line(text, $"At most {100 * LargestAccuracyLoss:0.0#} points of accuracy lost, whatever the labels, {100 * ConfidenceLevel:0.##} % confidence");
            }

            return text.ToString();
        }

        if (Task == EvaluationTask.ObjectDetection)
        {
            Line(text, double.IsNaN(Sqnr) ? (FormattableString)$"The models choose how many boxes there are, so their SQNR is not known" : $"SQNR of the boxes or the scores, whichever is lower, {Sqnr:0.0} dB, INT8 against FP32");
            return text.ToString();
        }

        if (!double.IsNaN(Agreement))
        {
            Line(text, $"INT8 decides as FP32 for {100 * Agreement:0.##} % of {Rows:#,0} rows: at most {100 * LargestAccuracyLoss:0.0#} points of accuracy lost, whatever the labels, {100 * ConfidenceLevel:0.##} % confidence");
        }

        Line(text, Task == EvaluationTask.ImageToImage
            ? (FormattableString)$"Output SQNR {Sqnr:0.0} dB, PSNR {PeakSignalToNoiseRatio:0.0} dB, INT8 against FP32"
            : $"Output SQNR {Sqnr:0.0} dB, INT8 against FP32");
        return text.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
