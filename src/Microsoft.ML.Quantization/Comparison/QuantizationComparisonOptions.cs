using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Timing;

namespace Microsoft.ML.Quantization;

/// <summary>What a comparison of methods may be told; the defaults compare all that post-training quantization can do.</summary>
/// <example>
/// <code>
/// var options = new QuantizationComparisonOptions
/// {
///     Candidates =
///     [
///         QuantizationCandidate.PostTraining("as it comes", new QuantizationOptions()),
///         QuantizationCandidate.PostTraining("equalized", new QuantizationOptions { CrossLayerEqualization = true }),
///     ],
///     Preprocessing = imageSteps,
/// };
/// Console.WriteLine(mlContext.Quantization().Compare(calibrationImages, testImages, "model.onnx", "Label", options));
/// </code>
/// </example>
public sealed class QuantizationComparisonOptions
{
    /// <summary>
    /// The ways to quantize that are compared, in the order of the table. Where it is empty they are: min-max, entropy, percentile, mean
    /// squared error and auto, weights per channel, and mean squared error with weights per tensor, all with <see cref="QuantizationEffort.Fast"/>; dynamic quantization, where the target has it; and
    /// <see cref="Quantization"/> with each effort. Of these <see cref="QuantizationEffort.Best"/> takes longest, on small nets as long as all others together, or longer: with
    /// <see cref="QuantizationOptions.Effort"/> at <see cref="QuantizationEffort.Fast"/> the other two efforts are left out.
    /// </summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<QuantizationCandidate> Candidates { get; init; } = [];

    /// <summary>
    /// Targets whose models are compared with the others, each made with <see cref="Quantization"/>. All are scored on this machine, by ONNX Runtime with the integers of the
    /// file; the size is that of the file. The time of a target that runs elsewhere is not measured, and it is not recommended beside models that run here.
    /// </summary>
    /// <value>The default value is empty.</value>
    /// <example>
    /// <code>
    /// var options = new QuantizationComparisonOptions { Targets = [QuantizationTarget.OnnxRuntimeArm64, QuantizationTarget.OnnxRuntimeWeb, QuantizationTarget.TensorRT] };
    /// Console.WriteLine(mlContext.Quantization().Compare(calibrationData, testData, "model.onnx", "Label", options));
    /// </code>
    /// </example>
    public IReadOnlyList<QuantizationTarget> Targets { get; init; } = [];

    /// <summary>
    /// What the methods of the default list start from, and for all candidates how they are run: the rows that are calibrated on,
    /// threads, the time for a row, and when to stop. A budget and a calibration table have no effect.
    /// </summary>
    /// <value>The default value has the defaults of <see cref="QuantizationOptions"/>.</value>
    public QuantizationOptions Quantization { get; init; } = new();

    /// <summary>What the model's first float output is for.</summary>
    /// <value>The default value is <see cref="EvaluationTask.Auto"/>.</value>
    public EvaluationTask Task { get; init; } = EvaluationTask.Auto;

    /// <summary>How a detector writes boxes and scores; where it is set, the task is <see cref="EvaluationTask.ObjectDetection"/>.</summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public DetectionOptions? Detection { get; init; }

    /// <summary>The confidence level of each interval by itself, and of all that is told apart together; above 0.5 and below 1.</summary>
    /// <value>The default value is 0.95.</value>
    public double ConfidenceLevel { get; init; } = 0.95;

    /// <summary>A column for each of the model's inputs, in both views; <see langword="null"/> where they are named as the inputs.</summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public IReadOnlyList<string>? InputColumnNames { get; init; }

    /// <summary>
    /// The steps before the model in the pipeline, where the two views have not been through them: they are fitted on the calibration data, and both
    /// views are transformed.
    /// </summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public IEstimator<ITransformer>? Preprocessing { get; init; }

    /// <summary>Whether each layer's share of the output error is measured, as <see cref="QuantizationCatalog.Sensitivity"/> does.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool MeasureLayers { get; init; } = true;

    internal AskedTask AskedTask => Detection == null ? Task : new AskedTask(EvaluationTask.ObjectDetection, Detection);

    /// <summary>How long each half of the timing goes on; <see langword="null"/> where the number of models decides.</summary>
    internal RoundLimits? HalfOfTiming { get; init; }
}
