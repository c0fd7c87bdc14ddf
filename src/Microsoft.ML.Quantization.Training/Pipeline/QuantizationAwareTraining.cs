using Microsoft.ML.Quantization.Training.Options;
using Microsoft.ML.Quantization.Training.Pipeline;

namespace Microsoft.ML.Quantization;

/// <summary>Quantization-aware training as one way to quantize among others.</summary>
public static class QuantizationAwareTraining
{
    /// <summary>
    /// Fine-tunes the model with fake quantization, as <c>QuantizeAware</c> does: for <see cref="QuantizationComparisonOptions.Candidates"/>, and for
    /// <see cref="QuantizationBudget.Escalation"/>, where it is what to do about a budget that is missed.
    /// </summary>
    /// <param name="name">What to call it.</param>
    /// <param name="trainingData">
    /// The rows to learn from, with the model's input columns; none of them may be validated on. <see langword="null"/> learns from the rows that
    /// are calibrated on.
    /// </param>
    /// <param name="labelColumnName">The column with the labels; <see langword="null"/> learns from the FP32 model alone.</param>
    /// <param name="options">How to train; <see langword="null"/> for the defaults.</param>
    /// <returns>The candidate.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range, or the label column is missing or of a type that does not fit.</exception>
    /// <example>
    /// <code>
    /// var options = new QuantizationOptions
    /// {
    ///     Budget = new QuantizationBudget
    ///     {
    ///         MaxAccuracyLoss = 0.005,
    ///         LabelColumnName = "Label",
    ///         ValidationData = validationData,
    ///         Escalation = [QuantizationAwareTraining.Candidate("trained", labelColumnName: "Label")],
    ///     },
    /// };
    /// using var transformer = mlContext.Transforms.Quantize("model.onnx", options).Fit(trainingData);
    /// </code>
    /// </example>
    public static QuantizationCandidate Candidate(
        string name, IDataView? trainingData = null, string? labelColumnName = null, QuantizationAwareTrainingOptions? options = null)
    {
        var training = TrainingOptionsCheck.Checked(options ?? new QuantizationAwareTrainingOptions());
        if (trainingData != null)
        {
            TrainingViews.FindLabel(labelColumnName, trainingData.Schema, training);
        }

        return new TrainingCandidate(name, trainingData, labelColumnName, training);
    }
}
