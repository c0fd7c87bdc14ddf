using Microsoft.ML.Quantization.Statistics;

namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>All images of one INT8 model: what its evaluation is made from.</summary>
/// <param name="threshold">The score from which on a detection counts for the agreement.</param>
internal sealed class ComparedImages(float threshold)
{
    private readonly List<ComparedImage> _images = [];

    public void Add(ComparedImage image) => _images.Add(image);

    /// <exception cref="InvalidOperationException">There is nothing to measure by.</exception>
    public QuantizationEvaluation Evaluate(bool labelled, double level)
    {
        var images = ComparedImage.Sorted(_images);
        var agreement = DetectionAgreement.Compare(images, level);
        IReadOnlyList<MetricComparison> measured = [];
        IReadOnlyList<ClassAveragePrecision> classes = [];
        if (labelled)
        {
            var precision = new PairedPrecision(images);
            (measured, classes) = (precision.Compare(level), precision.Classes);
        }
        else if (agreement == null)
        {
            throw new InvalidOperationException(
                $"The FP32 model has no detection of a score of {threshold} or more on these rows, so there is nothing that INT8 could find as well. Set {nameof(DetectionOptions.AgreementThreshold)} lower, "
                + "name the label column, or see whether the inputs are prepared as the model expects.");
        }

        return new QuantizationEvaluation
        {
            Task = EvaluationTask.ObjectDetection,
            Rows = images.Length,
            HasLabels = labelled,
            ConfidenceLevel = level,
            Metrics = agreement == null ? measured : [.. measured, agreement],
            Classes = classes,
            Agreement = agreement?.Quantized ?? double.NaN,
            LargestAccuracyLoss = double.NaN,
            Sqnr = Decibels(images),
            PeakSignalToNoiseRatio = double.NaN,
        };
    }

    /// <summary>Of the boxes or of the scores, whichever are worse; NaN where their number depends on the data.</summary>
    private static double Decibels(ComparedImage[] images)
    {
        var table = new RowTable(images[0].Noise.Length);
        Array.ForEach(images, image => table.Add(image.Noise));
        double[] sums = table.Sums();
        double Ratio(int part) => sums[part + 1] == 0 ? double.PositiveInfinity : 10 * Math.Log10(sums[part] / sums[part + 1]);
        return Math.Min(Ratio(0), Ratio(2));
    }
}
