using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization;

/// <summary>A way to make an INT8 model that can be tried against others: what is compared, and what is escalated to where a budget is missed.</summary>
/// <remarks>Other packages of this library add kinds of their own; programs choose among them and do not derive from this class.</remarks>
public abstract class QuantizationCandidate
{
    private protected QuantizationCandidate(string name, string effort)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        (Name, Effort) = (name, effort);
    }

    /// <summary>What it is called in tables and messages.</summary>
    public string Name { get; }

    /// <summary>What it takes to make the model, in a few words.</summary>
    public string Effort { get; }

    /// <summary>How the model may be quantized on the way: decides which tensors the one calibration pass observes.</summary>
    internal virtual IEnumerable<QuantizationOptions> Configurations => [];

    /// <summary>Post-training quantization with options of its own.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="options">How to quantize. Rows, threads, batches, time, cancellation and budget are those of the quantization it is part of.</param>
    /// <returns>The candidate.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <example>
    /// <code>
    /// var options = new QuantizationComparisonOptions
    /// {
    ///     Candidates =
    ///     [
    ///         QuantizationCandidate.PostTraining("a scale a channel", new QuantizationOptions()),
    ///         QuantizationCandidate.PostTraining("one scale", new QuantizationOptions { PerChannel = false }),
    ///     ],
    /// };
    /// QuantizationComparison comparison = mlContext.Quantization().Compare(calibrationData, testData, "model.onnx", "Label", options);
    /// </code>
    /// </example>
    public static QuantizationCandidate PostTraining(string name, QuantizationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new PostTrainingCandidate(name, OptionsCheck.Checked(options));
    }

    /// <summary>The name, for messages.</summary>
    /// <returns><see cref="Name"/>.</returns>
    public override string ToString() => Name;

    /// <summary>Makes the model.</summary>
    internal abstract QuantizationResult Quantize(CandidateContext context);
}
