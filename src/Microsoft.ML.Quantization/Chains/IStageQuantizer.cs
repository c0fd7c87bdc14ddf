namespace Microsoft.ML.Quantization;

/// <summary>
/// Quantizes one kind of stage of a trained model. A package brings one for what it can do, and <see cref="QuantizationCatalog.With"/> makes it known.
/// </summary>
public interface IStageQuantizer
{
    /// <summary>Quantizes a stage, where it is one of the kind.</summary>
    /// <param name="request">The stage, the rows that reach it, and how to quantize.</param>
    /// <returns>What takes the stage's place, or why it stays.</returns>
    /// <example>
    /// <code>
    /// Func&lt;IStageQuantizer, StageRequest, string&gt; describe = (quantizer, request) =&gt;
    ///     quantizer.Quantize(request) is { Transformer: { } } made ? $"quantized: {made.Explanation}" : "stays";
    /// </code>
    /// </example>
    StageQuantization Quantize(StageRequest request);
}
