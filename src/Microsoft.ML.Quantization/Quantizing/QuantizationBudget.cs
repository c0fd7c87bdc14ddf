namespace Microsoft.ML.Quantization;

/// <summary>What an INT8 model may cost against FP32, in accuracy, in time or in both, and what to do about a model that costs more.</summary>
/// <example>
/// <code>
/// var step = mlContext.Transforms.Quantize("model.onnx", new QuantizationOptions
/// {
///     Budget = new QuantizationBudget
///     {
///         MaxAccuracyLoss = 0.005,             // half a point
///         LabelColumnName = "Label",
///         ValidationData = validationImages,
///         FloatIfOutOfBudget = true,
///     },
/// });
/// using var transformer = step.Fit(calibrationImages);
/// foreach (QuantizationAttempt attempt in transformer.Report?.Attempts ?? [])
/// {
///     Console.WriteLine(attempt);
/// }
/// </code>
/// </example>
public sealed record QuantizationBudget
{
    /// <summary>
    /// The accuracy that may be lost against FP32, a share of 1: 0.005 is half a point. <c>Fit</c> then tries, from cheap to dear, the
    /// <see cref="QuantizationOptions.Calibration"/> method, the best of the methods, some nodes in FP32, and what <see cref="Escalation"/> adds, and
    /// returns the first model whose loss on rows that are not calibrated on is proven to be within the budget: with 95 % confidence,
    /// one-sided, corrected for the number of models looked at. Where the rows are too few to prove any, it is the first whose
    /// loss on them is within the budget, with a warning that says how many rows would prove it. Where there is none, see
    /// <see cref="FloatIfOutOfBudget"/>. <see cref="QuantizationReport.Attempts"/> tells what was tried. The model must be a
    /// classifier, its first output a score for each class; or a detector, see <see cref="Detection"/>. <see langword="null"/> sets no budget.
    /// </summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public double? MaxAccuracyLoss { get; init; }

    /// <summary>
    /// The time that a row may take on this machine, one thread, as a multiple of that of FP32, above 0: 0.6 is six tenths. <c>Fit</c> then times
    /// models in turn with FP32, those whose outputs are closest to FP32's first, with more nodes in FP32 or fewer, and returns the first that is proven to be
    /// within the budget: by the median over a dozen rounds or more, each with both models opened anew, some seconds of them where it is near, with 95 %
    /// confidence, one-sided, corrected for the number of looks. Where none is, it is the first that is within the budget as measured, with a warning; then what <see cref="Escalation"/>
    /// adds is tried. It needs no labels and holds no rows back. With <see cref="MaxAccuracyLoss"/> too, what is too slow is left out of the models
    /// that it tries. Where there is none, see <see cref="FloatIfOutOfBudget"/>. Where <see cref="QuantizationOptions.OnlyWhereFaster"/> leaves every node in FP32 the
    /// ratio is 1. <see langword="null"/> sets no budget.
    /// </summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public double? MaxLatencyRatio { get; init; }

    /// <summary>
    /// The column of the classes for <see cref="MaxAccuracyLoss"/>: a key, a boolean, or a whole number from 0; of a detector a vector of keys or integers, one for each object. <see langword="null"/>
    /// does without labels: every row whose class differs from that of FP32 then counts as lost, which no loss of accuracy exceeds; of a detector, every detection of FP32 that INT8 has not.
    /// </summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public string? LabelColumnName { get; init; }

    /// <summary>
    /// How a detector writes boxes and scores. <see cref="MaxAccuracyLoss"/> is then the loss of mean average precision from 0.5 to 0.95 (see <see cref="EvaluationTask.ObjectDetection"/>), proven by the
    /// upper end of its paired bootstrap interval, and by as many rows at least as would show an error that costs the budget.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: the model is a classifier.</value>
    public DetectionOptions? Detection { get; init; }

    /// <summary>
    /// The rows on which <see cref="MaxAccuracyLoss"/> is checked, transformed by the steps before this one as the data that is fitted is, or see
    /// <see cref="ValidationPreprocessing"/>; read once for each model
    /// that is tried. To prove half a point takes some thousand. With <see langword="null"/>, every other row of the data that is
    /// fitted is held back for it and not calibrated on.
    /// </summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public IDataView? ValidationData { get; init; }

    /// <summary>
    /// The fitted steps before this one in the pipeline, where <see cref="ValidationData"/> has not been through them: with
    /// <c>steps.Append(mlContext.Transforms.Quantize(...))</c> it is <c>steps.Fit(trainingData)</c>.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: <see cref="ValidationData"/> has the columns that the model reads.</value>
    public ITransformer? ValidationPreprocessing { get; init; }

    /// <summary>
    /// Whether the FP32 model is returned, with a warning, where nothing meets <see cref="MaxAccuracyLoss"/> and <see cref="MaxLatencyRatio"/>;
    /// otherwise <c>Fit</c> throws a <see cref="QuantizationBudgetException"/>: a <see cref="LatencyRatioException"/> where nothing is fast enough, or
    /// else an <see cref="AccuracyLossException"/>.
    /// </summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool FloatIfOutOfBudget { get; init; }

    /// <summary>What else to try for <see cref="MaxAccuracyLoss"/> and <see cref="MaxLatencyRatio"/>, in its order, where nothing that this library does by itself is within the budget.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<QuantizationCandidate> Escalation { get; init; } = [];
}
